import type { NoteChange } from '../domain/container-change'
import { cutText } from './cut-text'
import { readHtml } from './html-text'

/** Begins every note of SOAR in a ticket, so that what comes back to us is known again. */
export const noteHeading = '[soarbridge] Note from SOAR'

const longestName = 255

export type TicketNote = Pick<NoteChange, 'title' | 'text' | 'format' | 'author'>

/**
 * A note of SOAR as the text of a comment: who wrote it, its title, what it says. Markdown stays as it is written.
 * The connector that writes it makes addresses and markup harmless, and cuts what is too long. `text` is judged by then
 * (`judgeText`), and so is `title`.
 */
export function ticketNoteText({ title, text, format, author }: TicketNote): string {
  const by = author === null ? '' : ` by ${oneLine(author)}`
  const said = format === 'html' ? readHtml(text) : text.trim()
  const parts = [`${noteHeading}${by}`, oneLine(withoutMark(title)), said]
  return parts.filter(part => part !== '').join('\n\n')
}

/** What replaces the text of a note that was deleted in SOAR. */
export function deletedNoteText({ author }: Pick<NoteChange, 'author'>): string {
  return ticketNoteText({ title: '', text: 'This note was deleted in Splunk SOAR.', format: 'text', author })
}

/** What replaces the text of a note that was told before, and that may not be read in the ticket any more. */
export function withdrawnNoteText(): string {
  const text = 'This note is not shown here any more. It can be read in Splunk SOAR.'
  return ticketNoteText({ title: '', text, format: 'text', author: null })
}

/** Where another ticket of this container, or another SOAR, said it: the mark at the end of its title is ours. */
function withoutMark(title: string): string {
  return title.replace(/\[soarbridge:[0-9a-f]{26}\]\s{0,9}$/, '')
}

function oneLine(text: string): string {
  return cutText(text.replace(/\s+/g, ' ').trim(), longestName)
}
