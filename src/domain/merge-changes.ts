import { unfoldFields } from './fuller-form'
import { sha256Hex } from './ids'
import { canonicalJson, type Json } from './json'
import type {
  AttachmentChange,
  CommentChange,
  Stamped,
  Ticket,
  TicketChange,
  TicketDeletedChange,
  TicketSnapshot,
  TicketStateChange,
  Version,
} from './ticket'

export function emptySnapshot(): TicketSnapshot {
  return { fields: {}, comments: {}, attachments: {}, wasAlive: false, complete: false, version: { at: 0 } }
}

/**
 * The snapshot with the changes in it. Every part converges to the greatest of all that was ever said of it, so the
 * order of changes, their number and their grouping do not matter.
 */
export function mergeChanges(snapshot: TicketSnapshot, changes: readonly TicketChange[]): TicketSnapshot {
  const draft = openDraft(snapshot)
  for (const change of changes) {
    if (change.kind === 'ticket-deleted') mergeDeletion(draft.rest, change)
    else {
      draft.rest.wasAlive = true
      if (change.kind === 'ticket-state') mergeState(draft, change)
      else if (change.kind === 'artifact') continue
      else if (change.kind === 'comment') keepDeletedOrGreatest(draft.comments, change.id, stampComment(change))
      else keepDeletedOrGreatest(draft.attachments, change.id, stampAttachment(change))
    }
  }
  return closeDraft(draft)
}

/**
 * Negative, zero or positive, as `left` is older than, as old as or newer than `right`. Without a counter a version
 * stands below those of the same time that have one: a total order, without which merging would depend on the order.
 */
export function compareVersions(left: Version, right: Version): number {
  return left.at - right.at || (left.counter ?? -1) - (right.counter ?? -1)
}

/** The ticket as the mapping sees it; `fallbackUrl` is its address where no delivery told one. */
export function ticketOf(
  snapshot: TicketSnapshot,
  ticket: { connection: string; id: string; system: Ticket['system']; fallbackUrl: string },
): Ticket {
  const { connection, id, system, fallbackUrl } = ticket
  const fields = Object.entries(snapshot.fields).map(([name, stamped]): [string, Json] => [name, stamped.value])
  return {
    connection,
    system,
    id,
    key: snapshot.key?.value ?? id,
    url: snapshot.url?.value ?? fallbackUrl,
    ...(snapshot.collection && { collection: snapshot.collection.value }),
    deleted: isDeleted(snapshot),
    version: snapshot.version,
    fields: unfoldFields(Object.fromEntries(fields)),
  }
}

/** Ids are never used again: whatever is heard later of a deleted ticket was on its way when it was deleted. */
export function isDeleted({ deletedAt, missingAt, version }: TicketSnapshot): boolean {
  return deletedAt !== undefined || (missingAt !== undefined && version.at <= missingAt.at)
}

/** The snapshot of a ticket that was read just now. */
export function withoutMissing({ missingAt: _, ...snapshot }: TicketSnapshot): TicketSnapshot {
  return snapshot
}

type Keyed = Pick<TicketSnapshot, 'fields' | 'comments' | 'attachments'>
type ByName<Value> = Map<string, Stamped<Value>>

/** Maps, not objects: a field may be called `__proto__`. */
interface Draft {
  rest: Omit<TicketSnapshot, keyof Keyed>
  fields: ByName<Json>
  comments: ByName<TicketSnapshot['comments'][string]['value']>
  attachments: ByName<TicketSnapshot['attachments'][string]['value']>
}

function openDraft({ fields, comments, attachments, ...rest }: TicketSnapshot): Draft {
  return {
    rest: { ...rest },
    fields: new Map(Object.entries(fields)),
    comments: new Map(Object.entries(comments)),
    attachments: new Map(Object.entries(attachments)),
  }
}

function closeDraft(draft: Draft): TicketSnapshot {
  return {
    ...draft.rest,
    fields: Object.fromEntries(draft.fields),
    comments: Object.fromEntries(draft.comments),
    attachments: Object.fromEntries(draft.attachments),
  }
}

function mergeDeletion(rest: Draft['rest'], { version, isPresumed = false }: TicketDeletedChange): void {
  const place = isPresumed ? 'missingAt' : 'deletedAt'
  const known = rest[place]
  if (known === undefined || compareVersions(version, known) > 0) rest[place] = version
}

function mergeState({ rest, fields }: Draft, change: TicketStateChange): void {
  const { version, key, url, collection, fieldVersions = {} } = change
  if (compareVersions(version, rest.version) > 0) rest.version = version
  rest.complete ||= change.complete
  // One tie for the three, so that an address never shows another delivery's key.
  const tie = tieOf({ key: key ?? null, url: url ?? null, collection: collection ?? null })
  if (key !== undefined) rest.key = greater(rest.key, { value: key, version, tie })
  if (url !== undefined) rest.url = greater(rest.url, { value: url, version, tie })
  if (collection !== undefined) rest.collection = greater(rest.collection, { value: collection, version, tie })
  for (const [name, value] of Object.entries(change.fields)) {
    const own = Object.hasOwn(fieldVersions, name) ? fieldVersions[name] : undefined
    keepGreatest(fields, name, { value, version: own ?? version, tie: tieOf(value) })
  }
  if (change.changedAt !== undefined) rest.changedAt = laterOf(rest.changedAt, change.changedAt)
}

/** Field by field; maps, since a field may be called `__proto__`. */
function laterOf(known: Draft['rest']['changedAt'], told: NonNullable<Draft['rest']['changedAt']>) {
  const later = new Map(Object.entries(known ?? {}))
  for (const [name, at] of Object.entries(told)) later.set(name, Math.max(at, later.get(name) ?? at))
  return Object.fromEntries(later)
}

function stampComment({ kind: _, id: __, version, body, ...value }: CommentChange) {
  return { value, version, tie: tieOf({ ...value, body: body ?? null }) }
}

function stampAttachment({ kind: _, id: __, version, ...value }: AttachmentChange) {
  return { value, version, tie: tieOf({ ...value }) }
}

function keepGreatest<Value>(byName: ByName<Value>, name: string, stamped: Stamped<Value>): void {
  byName.set(name, greater(byName.get(name), stamped))
}

/** For comments and attachments: their ids are never used again, so no clock's error brings a deleted one back. */
function keepDeletedOrGreatest<Value extends { deleted: boolean }>(
  byId: ByName<Value>,
  id: string,
  stamped: Stamped<Value>,
): void {
  const known = byId.get(id)
  if (known === undefined || known.value.deleted === stamped.value.deleted) keepGreatest(byId, id, stamped)
  else if (stamped.value.deleted) byId.set(id, stamped)
}

function greater<Value>(left: Stamped<Value> | undefined, right: Stamped<Value>): Stamped<Value> {
  if (left === undefined) return right
  const order = compareVersions(right.version, left.version)
  return order > 0 || (order === 0 && right.tie > left.tie) ? right : left
}

function tieOf(value: Json): string {
  return sha256Hex(canonicalJson(value)).slice(0, 16)
}
