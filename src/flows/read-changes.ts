import type { Normalized, TicketConnector } from '../connectors/connector'
import type { JsonObject } from '../domain/json'
import type { Receipt } from '../domain/receipt'
import type { TicketChange } from '../domain/ticket'
import type { TalkWanted, TicketTalk } from '../domain/ticket-talk'

/** What the receipts of one ticket say, and what its system says where they say too little. */
export interface HeardChanges {
  /** Per receipt, in the order received; `failure` says why one waits for a person. */
  ofReceipts: { receipt: Receipt; changes: TicketChange[]; failure: string | null }[]
  /** From reading the ticket again; null where nobody had to, or the system answered 404. */
  reread: TicketChange | null
  /** What was said and attached, where the receipts leave that out. */
  talk: TicketChange[]
  /** What counts for the ticket's state. */
  effective: TicketChange[]
}

interface NormalizedReceipt extends Normalized {
  receipt: Receipt
  failure: string | null
}

export interface ReadInput {
  connector: Pick<TicketConnector, 'normalize' | 'readTicket'> & TalkSource
  receipts: Receipt[]
  ticketId: string
  collection: string | undefined
  /** A whole record of the ticket was heard before. */
  isKnownWhole: boolean
  /** Whatever the receipts say. */
  mustReread: boolean
  /** They leave something open that reading the ticket tells. */
  leavesOpen?(changes: readonly TicketChange[]): boolean
  talk: TalkWanted
}

/** Where what was said can be read; null where it cannot be read now: a sweep tells it later. */
export interface TalkSource {
  readTalk?(ticket: { id: string; collection?: string }, wanted: TalkWanted): Promise<TicketTalk | null>
}

/**
 * Normalizes the receipts and reads the ticket again where one is only a notification, has no version of its own, or
 * holds part of a ticket that was never heard whole. Raises what `readTicket` raises: then nothing is digested yet.
 */
export async function readChanges(input: ReadInput): Promise<HeardChanges> {
  const { connector, receipts, ticketId } = input
  const normalized = receipts.map(receipt => normalizeOne(connector, receipt))
  const told = normalized.flatMap(one => one.changes)
  const isWhole = input.isKnownWhole || told.some(isWholeState)
  const mustReread =
    input.mustReread ||
    normalized.some(({ mustReread, changes }) => mustReread || (!isWhole && changes.some(isPartOfTicket))) ||
    input.leavesOpen?.(told) === true
  const collection = input.collection ?? collectionOf(told)
  const ticket = { id: ticketId, ...(collection === undefined ? {} : { collection }) }
  const leavesOut = connector.readTalk !== undefined && normalized.some(({ leavesOutTalk }) => leavesOutTalk)
  const [reread, read] = await Promise.all([
    mustReread ? connector.readTicket(ticket) : null,
    leavesOut ? connector.readTalk?.(ticket, input.talk) : null,
  ])
  const talk = read?.changes ?? []
  const ofReceipts = leavesOut && read?.listsComments !== false ? normalized.map(withoutLooseComments) : normalized
  const heard = [...ofReceipts.flatMap(one => one.changes), ...talk]
  if (!mustReread) return { ofReceipts, reread, talk, effective: heard }
  if (reread === null) return { ofReceipts: ofReceipts.map(unreadable), reread, talk, effective: heard }
  // A state without a version of its own is older than what was just read, whatever the clocks say.
  const versioned = ofReceipts.flatMap(one =>
    one.mustReread ? one.changes.filter(change => change.kind !== 'ticket-state') : one.changes,
  )
  return { ofReceipts, reread, talk, effective: [...versioned, ...talk, reread] }
}

/** What is told without ids comes with its ids from where it is listed, now or later: else it would be two. */
function withoutLooseComments(one: NormalizedReceipt): NormalizedReceipt {
  if (one.leavesOutTalk === undefined) return one
  return { ...one, changes: one.changes.filter(({ kind }) => kind !== 'comment') }
}

/** A notification of a ticket that cannot be read says nothing: it waits for a person. */
function unreadable(one: NormalizedReceipt): NormalizedReceipt {
  return one.mustReread && one.changes.length === 0 ? { ...one, failure: 'ticket-unreadable' } : one
}

function normalizeOne(connector: Pick<TicketConnector, 'normalize'>, receipt: Receipt): NormalizedReceipt {
  try {
    const payload = JSON.parse(receipt.body.toString('utf8')) as JsonObject
    return { receipt, failure: null, ...connector.normalize(payload, receipt.receivedAt) }
  } catch {
    // One delivery that trips us up must not hold its ticket: it is kept for a person.
    return { receipt, failure: 'not-readable', changes: [], mustReread: false }
  }
}

function isWholeState(change: TicketChange): boolean {
  return change.kind === 'ticket-state' && change.complete
}

function isPartOfTicket(change: TicketChange): boolean {
  return change.kind === 'ticket-state' && !change.complete
}

function collectionOf(changes: TicketChange[]): string | undefined {
  for (const change of changes)
    if (change.kind === 'ticket-state' && change.collection !== undefined) return change.collection
  return undefined
}
