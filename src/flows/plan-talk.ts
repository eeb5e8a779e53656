import type { CopyOf, UpsertComment, UpsertNote } from '../domain/command'
import type { NoteChange } from '../domain/container-change'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { markerOf } from '../domain/marker'
import type { CommentChange } from '../domain/ticket'
import { copyFingerprintOf, fingerprintOf, knownFingerprints, markerIn } from './fingerprint'
import { copiesOf, createOwnTexts } from './own-texts'
import { tellComment, tellNote } from './tell-talk'
import type { TicketSource } from './ticket-source'

export interface TalkInput {
  source: TicketSource
  link: Link
  /** What was said, newest version of each. */
  comments: readonly CommentChange[]
  notes: readonly NoteChange[]
  /** All of the link that are no artifacts, oldest first. */
  twins: Parameters<typeof createOwnTexts>[0]
  openJobs: readonly Job[]
}

export interface TalkPlan {
  commands: (UpsertComment | UpsertNote)[]
  supersedes: Job[]
  /** Why a note stays in SOAR, or how it leaves. */
  decisions: { field: string; rule: string }[]
}

/** What one side said, as the other side must know it. */
export interface Saying {
  id: string
  text: string
  deleted: boolean
}

/**
 * Comments become notes and notes become comments, once each. What the bridge made itself is known by its id, or by its
 * words: a marker alone proves nothing, people quote it. What a person made of a copy is told as something new. What is
 * deleted leaves a line that says so in its copy. Pure.
 */
export function planTalk(input: TalkInput): TalkPlan {
  const { direction } = input.source.rules.notes
  const plan: TalkPlan = { commands: [], supersedes: [], decisions: [] }
  const comments = direction === 'to-soar' || direction === 'both' ? input.comments : []
  const notes = direction === 'to-ticket' || direction === 'both' ? input.notes : []
  const isOwnComment = createOwnTexts(input.twins, input.openJobs)
  for (const comment of comments) {
    const said = { id: comment.id, text: comment.body ?? '', deleted: comment.deleted }
    const copy = copyOf(input, said, { side: 'ticket', isOwn: isOwnComment(said) })
    if (copy === null) continue
    const told = tellComment(input, comment, copy)
    if (told.reason !== '') plan.decisions.push({ field: comment.id, rule: told.reason })
    if (told.command !== null) ask(plan, input, told.command)
  }
  for (const note of notes) {
    const copy = copyOf(input, note, { side: 'soar', isOwn: isOnItsWay(input, note) })
    if (copy === null) continue
    const told = tellNote(input, note, copy)
    plan.decisions.push({ field: note.id, rule: told.reason })
    if (told.command !== null) ask(plan, input, told.command)
  }
  return plan
}

/** What is to be written on the other side. */
export interface Copy {
  of: CopyOf
  marker: string
  /** Where the copy is known to stand; null before the first. */
  id: string | null
}

/** Null where there is nothing to tell: an echo, or what the other side knows. */
function copyOf(
  input: TalkInput,
  said: Saying,
  { side, isOwn }: { side: 'ticket' | 'soar'; isOwn: boolean },
): Copy | null {
  const twins = input.twins.filter(
    ({ ticketSide, soarSide }) => (side === 'ticket' ? ticketSide : soarSide) === said.id,
  )
  // The bridge's own comment says what the bridge says, whoever edits it.
  if (twins.some(({ kind }) => kind === 'status')) return null
  const fingerprint = said.deleted ? 'deleted' : fingerprintOf(said.text)
  // A journal has an entry, and so a twin, for each edit: the newest counts.
  const own = twins.findLast(({ origin }) => origin === side)
  const copied = twins.findLast(({ origin }) => origin !== side)
  const known = knownFingerprints(fingerprint)
  const told = [...(copied === undefined ? [] : copiesOf(copied)), ...(own === undefined ? [] : [own.sha256])]
  if (told.some(one => known.includes(one))) return null
  if (own !== undefined) {
    const kind = own.kind === 'edit' ? 'edit' : 'note'
    const id = side === 'ticket' ? own.soarSide : own.ticketSide
    return { ...named(input, { kind, id: said.id, fingerprint }), id }
  }
  if (said.deleted || (copied === undefined && isOwn)) return null
  const kind = copied === undefined ? 'note' : 'edit'
  return { ...named(input, { kind, id: said.id, fingerprint }), id: null }
}

function named({ link }: TalkInput, of: CopyOf): Pick<Copy, 'of' | 'marker'> {
  return { of, marker: markerOf(link.sdiPrefix, link.ticketId, of.kind, of.id) }
}

/** Not in our books yet: a job whose answer is still out puts its marker into the title. Two people may say the same. */
function isOnItsWay({ openJobs }: TalkInput, { title, text }: NoteChange): boolean {
  const marker = markerIn(title)
  const known = knownFingerprints(fingerprintOf(text))
  return openJobs.some(
    ({ command }) =>
      command.kind === 'upsert-note' && command.marker === marker && known.includes(copyFingerprintOf(command.text)),
  )
}

/** One that waits unsent gives way to what is said now. */
function ask(plan: TalkPlan, { openJobs }: TalkInput, command: UpsertComment | UpsertNote): void {
  const same = openJobs.filter(job => 'marker' in job.command && job.command.marker === command.marker)
  if (same.some(job => 'copyOf' in job.command && job.command.copyOf?.fingerprint === command.copyOf?.fingerprint))
    return
  plan.supersedes.push(...same.filter(({ state, sentAt }) => state === 'waiting' && sentAt === null))
  plan.commands.push(command)
}
