import type { UpsertComment, UpsertNote } from '../domain/command'
import type { NoteChange } from '../domain/container-change'
import type { CommentChange } from '../domain/ticket'
import type { Judged } from '../mapping/audience'
import { readHtml } from '../mapping/html-text'
import { deletedNoteText, ticketNoteText, withdrawnNoteText } from '../mapping/note-text'
import { containerSdiOf } from '../mapping/source-data-identifier'
import { createCopyJudge } from './judge-for-copy'
import { createJudge } from './judge-for-ticket'
import type { Copy, TalkInput } from './plan-talk'

/** The note that stands for a comment. */
function noteOfComment({ link }: TalkInput, comment: CommentChange, copy: Copy): UpsertNote {
  const who = comment.author ?? 'Somebody'
  const reach = comment.isPublic === true ? 'Public comment' : 'Comment'
  const key = link.ticketKey ?? link.ticketId
  return {
    kind: 'upsert-note',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: containerSdiOf(link),
    marker: copy.marker,
    noteId: copy.id === null ? null : copy.id.slice(copy.id.indexOf(':') + 1),
    title: `${copy.of.kind === 'edit' ? 'Changed in the ticket' : reach}: ${who}, ${key}`,
    text: comment.deleted ? 'This comment was deleted in the ticket.' : (comment.body ?? ''),
    copyOf: copy.of,
  }
}

/** What is said in one SOAR is for another one only as far as its markings allow; a ticket is told to SOAR as it is. */
export function tellComment(
  input: TalkInput,
  comment: CommentChange,
  copy: Copy,
): { command: UpsertNote | null; reason: string } {
  if (input.source.connector.system !== 'soar') return { command: noteOfComment(input, comment, copy), reason: '' }
  const judged = createCopyJudge(input)(comment.body ?? '')
  if (judged.verdict === 'hold') return { command: null, reason: judged.reason }
  return { command: noteOfComment(input, { ...comment, body: judged.text }, copy), reason: judged.reason }
}

export interface ToldNote {
  command: UpsertComment | null
  /** For the timeline; holds nothing of the text. */
  reason: string
}

/** The comment that stands for a note: as it is, without its text, or none, by who may read it. */
export function tellNote({ source, link }: TalkInput, note: NoteChange, copy: Copy): ToldNote {
  const { audience, onlyTitles, exceptTitles } = source.rules.notes
  const has = (part: string) => note.title.toLowerCase().includes(part.toLowerCase())
  if (onlyTitles.length > 0 && !onlyTitles.some(has)) return { command: null, reason: 'notes.onlyTitles' }
  if (exceptTitles.some(has)) return { command: null, reason: 'notes.exceptTitles' }
  const judged = createJudge({ source, link, audience })(judgedText(note))
  const text = textOf(note, copy, judged)
  if (text === null) return { command: null, reason: judged.reason }
  const command: UpsertComment = {
    kind: 'upsert-comment',
    ticket: { id: link.ticketId, ...(link.collection !== null && { collection: link.collection }) },
    marker: copy.marker,
    commentId: copy.id,
    text,
    audience,
    copyOf: copy.of,
  }
  return { command, reason: judged.reason }
}

/** As it is stored, and as it is read: tags may part a marking that nobody sees parted. */
function judgedText({ title, text, format }: NoteChange): string {
  return [title, text, ...(format === 'html' ? [readHtml(text)] : [])].join('\n')
}

/** Null where there is nothing to say: what is held back is taken out of the copy that stands, and not told without one. */
function textOf(note: NoteChange, { id, of }: Copy, judged: Judged): string | null {
  if (judged.verdict === 'hold') return id === null ? null : withdrawnNoteText()
  if (note.deleted) return deletedNoteText(note)
  if (judged.verdict === 'redact') return ticketNoteText({ ...note, title: '', text: judged.text, format: 'text' })
  return ticketNoteText(of.kind === 'edit' ? { ...note, title: `${note.title} (changed in Splunk SOAR)` } : note)
}
