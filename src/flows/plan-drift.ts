import type { Job } from '../domain/job'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Receipt } from '../domain/receipt'
import type { TicketStateChange } from '../domain/ticket'
import { policyOf } from '../mapping/field-policy'
import { isSameValue } from '../mapping/same-value'
import { type Decided, decide } from './decide'
import { type SharedField, sharedFields } from './expected-sides'
import { hear } from './hear'
import type { HeardFromSoar } from './hear-container'
import { isOfContainer } from './plan-job'
import type { LinkBooks } from './read-books'
import { readReconcileAsks } from './reconcile-ask'
import type { TicketSource } from './ticket-source'

/** One thing that differs within a pair, and what the bridge would do about it. Values are in SOAR's words. */
export interface Drift {
  /** A field that both sides have; or `container`, `ticket`, `ticketArtifact`, `artifacts`, `talk`. */
  field: string
  ticket: Json
  container: Json
  /** What both agreed on last. */
  base: Json
  /** `hold`: waits for a person. `nothing`: the rules leave it so. */
  action: 'to-soar' | 'to-ticket' | 'hold' | 'nothing'
  reason: string
}

export interface DriftInput {
  source: TicketSource
  /** As it is stored. */
  link: Link
  /** As it was read now; null where its system answered 404. */
  ticket: TicketStateChange | null
  /** What its lane would be handed, with the container as it was read now. */
  ask: Receipt
  books: LinkBooks
  /** Of the lane. They explain what differs; they do not hide it. */
  openJobs: readonly Job[]
  newId(): string
  now: number
}

/** What differs now, as the digest would judge it. Pure. */
export function planDrift(input: DriftInput): Drift[] {
  const { link, ticket, ask, openJobs } = input
  if (ticket === null) return link.snapshot.deletedAt === undefined ? [missing('ticket', ticketGone)] : []
  const soar = readReconcileAsks([ask]).heardOf(link.containerId)
  if (link.containerId !== null && soar.length === 0) return [containerGone(link)]
  const decided = decideNow(input, { ticket, soar })
  return [...decidedDrifts(decided, input), ...openTalk(openJobs)]
}

const ticketGone = 'its system answers 404: it was deleted, or our user may not read it'

function containerGone({ state }: Link): Drift {
  if (state === 'container-gone') return { ...missing('container', 'it was deleted in SOAR'), action: 'nothing' }
  const reason = 'it was deleted in SOAR; the next change of its ticket does what `delivery.containerGone` says'
  return missing('container', reason)
}

function missing(field: string, reason: string): Drift {
  return { field, ticket: null, container: null, base: null, action: 'hold', reason }
}

/** As if nothing were on its way: what differs now is told, whoever is at work on it. */
function decideNow(
  { source, link, books, newId, now }: DriftInput,
  { ticket, soar }: { ticket: TicketStateChange; soar: HeardFromSoar[] },
): Decided {
  const heard = { ticket: { ofReceipts: [], reread: ticket, effective: [ticket] }, soar, only: null }
  return decide({
    source,
    link: hear({ source, ticketId: link.ticketId, known: link, heard, newId, now }),
    openJobs: [],
    confirmed: books.confirmed,
    isGoneIgnored: false,
    writes: books.writes,
    settled: {},
    now,
  })
}

function decidedDrifts(decided: Decided, { source, link, openJobs }: DriftInput): Drift[] {
  const { command, decision } = decided
  if (decision === 'skipped' || decision === 'tombstone') return []
  const atSoar = jobNote(openJobs, isOfContainer)
  if (command?.kind === 'create-container')
    return [{ ...missing('container', `it was not made yet${atSoar}`), action: 'to-soar' }]
  const drifts = sharedFields.flatMap(field => fieldDrifts(field, decided, { source, link, openJobs }))
  if (command === null) return drifts
  const { ticketArtifact, observableArtifacts } = command
  const toSoar = (field: string, reason: string): Drift => ({
    ...missing(field, `${reason}${atSoar}`),
    action: 'to-soar',
  })
  return [
    ...drifts,
    ...(ticketArtifact === null ? [] : [toSoar('ticketArtifact', 'the ticket says something else by now')]),
    ...(observableArtifacts.length === 0
      ? []
      : [toSoar('artifacts', `${observableArtifacts.length} of its observables are no artifacts yet`)]),
  ]
}

function fieldDrifts(
  field: SharedField,
  decided: Decided,
  { source, link, openJobs }: Pick<DriftInput, 'source' | 'link' | 'openJobs'>,
): Drift[] {
  const { base, container } = decided.link
  const values = {
    field,
    ticket: base.ticket?.[field]?.value ?? null,
    container: container.fields[field]?.value ?? null,
    base: link.base.fields[field] ?? null,
  }
  const held = container.holds[field]
  if (held !== undefined) return [{ ...values, action: 'hold', reason: held.reason }]
  const reasons = decided.decisions.filter(decision => decision.field === field).map(({ rule }) => rule)
  const why = reasons.find(rule => rule.startsWith('to '))?.replace(/^to \w+: /, '') ?? 'the ticket changed'
  const asked: Drift[] = []
  if (isAskedOfSoar(decided, field))
    asked.push({ ...values, action: 'to-soar', reason: `${why}${jobNote(openJobs, isOfContainer)}` })
  if (decided.ticketUpdate?.agreed?.[field] !== undefined) {
    const note = jobNote(openJobs, ({ kind }) => kind === 'update-ticket')
    asked.push({ ...values, action: 'to-ticket', reason: `${why}${note}` })
  }
  if (asked.length > 0 || isSameValue(field, values.ticket, values.container)) return asked
  const { direction, conflict } = policyOf(source.rules, field)
  const heldBack = reasons.find(rule => rule.startsWith('held: '))
  if (heldBack !== undefined) return [{ ...values, action: 'hold', reason: heldBack.replace('held: ', '') }]
  const untold = reasons.at(-1) ?? 'they leave it so'
  return [{ ...values, action: 'nothing', reason: `by the rules (${direction}, ${conflict}): ${untold}` }]
}

function isAskedOfSoar({ command }: Decided, field: SharedField): boolean {
  if (command?.kind !== 'update-container') return false
  const { add, remove } = command.tags
  return field === 'tags' ? add.length + remove.length > 0 : command.set[field] !== undefined
}

/** Who is at work on it, or is not any more. */
function jobNote(openJobs: readonly Job[], isMeant: (command: Job['command']) => boolean): string {
  const job = openJobs.find(({ command }) => isMeant(command))
  return job === undefined ? '' : `; job ${job.id} is ${job.state}`
}

const talkKinds: readonly Job['kind'][] = ['upsert-note', 'upsert-comment', 'attach-file', 'add-attachment']

/** Notes, comments and files that have no copy on the other side yet. */
function openTalk(openJobs: readonly Job[]): Drift[] {
  const open = openJobs.filter(({ kind }) => talkKinds.includes(kind))
  return open.map(({ id, kind, state }) => {
    const isToSoar = kind === 'upsert-note' || kind === 'add-attachment'
    const action = state === 'dead' ? 'hold' : isToSoar ? 'to-soar' : 'to-ticket'
    return { ...missing('talk', `${kind}: job ${id} is ${state}`), action }
  })
}
