import type { Normalized, TicketConnector } from '../connectors/connector'
import type { JsonObject } from '../domain/json'
import type { Receipt } from '../domain/receipt'
import type { TicketChange } from '../domain/ticket'

/** What the receipts of one ticket say, and what its system says where they say too little. */
export interface HeardChanges {
  /** Per receipt, in the order received; `failure` says why one waits for a person. */
  ofReceipts: { receipt: Receipt; changes: TicketChange[]; failure: string | null }[]
  /** From reading the ticket again; null where nobody had to, or the system answered 404. */
  reread: TicketChange | null
  /** What counts for the ticket's state. */
  effective: TicketChange[]
}

interface NormalizedReceipt extends Normalized {
  receipt: Receipt
  failure: string | null
}

export interface ReadInput {
  connector: Pick<TicketConnector, 'normalize' | 'readTicket'>
  receipts: Receipt[]
  ticketId: string
  collection: string | undefined
  /** A whole record of the ticket was heard before. */
  isKnownWhole: boolean
  /** Whatever the receipts say. */
  mustReread: boolean
  /** They leave something open that reading the ticket tells. */
  leavesOpen?(changes: readonly TicketChange[]): boolean
}

/**
 * Normalizes the receipts and reads the ticket again where one is only a notification, has no version of its own, or
 * holds part of a ticket that was never heard whole. Raises what `readTicket` raises: then nothing is digested yet.
 */
export async function readChanges(input: ReadInput): Promise<HeardChanges> {
  const { connector, receipts, ticketId } = input
  const ofReceipts = receipts.map(receipt => normalizeOne(connector, receipt))
  const isWhole = input.isKnownWhole || ofReceipts.some(({ changes }) => changes.some(isWholeState))
  const heard = ofReceipts.flatMap(one => one.changes)
  const mustReread =
    input.mustReread ||
    ofReceipts.some(({ mustReread, changes }) => mustReread || (!isWhole && changes.some(isPartOfTicket))) ||
    input.leavesOpen?.(heard) === true
  if (!mustReread) return { ofReceipts, reread: null, effective: heard }
  const collection = input.collection ?? collectionOf(heard)
  const reread = await connector.readTicket({ id: ticketId, ...(collection === undefined ? {} : { collection }) })
  if (reread === null) return { ofReceipts: ofReceipts.map(unreadable), reread, effective: heard }
  // A state without a version of its own is older than what was just read, whatever the clocks say.
  const versioned = ofReceipts.flatMap(one =>
    one.mustReread ? one.changes.filter(change => change.kind !== 'ticket-state') : one.changes,
  )
  return { ofReceipts, reread, effective: [...versioned, reread] }
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
