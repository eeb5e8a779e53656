import type { ContainerFields } from '../domain/container'
import { type SeenFieldName, seenFields, type UnknownOwner } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Rules } from '../mapping/rules'
import { isSameValue, tagsOf } from '../mapping/same-value'
import { decidedFor } from './decided-for'
import { baseAfter } from './plan-job'
import { ticketFieldsOf } from './ticket-holds'

/** A value and since when it stands there, epoch milliseconds. */
export interface SideNow {
  value: Json
  at: number
}

/** Fields that both sides hold. Why a container was closed travels with its status. */
export const sharedFields = seenFields.filter(field => field !== 'closeReason')
export type SharedField = Exclude<SeenFieldName, 'closeReason'>

/** Both sides, and what they agreed on, once all that is on its way has arrived. */
export interface ExpectedSides {
  base: Partial<Record<SharedField, Json>>
  /** What SOAR was last asked to hold; what is on its way to the ticket asks nothing of SOAR. */
  asked: Partial<Record<SharedField, Json>>
  ticket: Record<SharedField, SideNow>
  container: Partial<Record<SharedField, SideNow>>
  /** What the mapping makes of the ticket now, to be remembered. */
  mapped: Record<SharedField, SideNow>
  /** SOAR confirmed what both were to hold, and the ticket, which said nothing since, is still to be told. */
  untold: SharedField[]
}

export interface SidesInput {
  source: { rules: Rules }
  link: Link
  desired: { fields: ContainerFields }
  openJobs: readonly Job[]
}

/** What waits unsent is planned anew; what was ever sent counts as if it had arrived. */
export function expectedSides({ source, link, desired, openJobs }: SidesInput): ExpectedSides {
  const onTheirWay = openJobs.filter(job => job.state !== 'waiting' || job.sentAt !== null)
  const expected = onTheirWay.reduce((fields, { command }) => arrived(fields, command), link.base.fields)
  const mapped = mappedSides(link, desired, source.rules)
  const moves = { agreed: link.base.fields, expected }
  return {
    base: expected,
    asked: onTheirWay
      .filter(({ command }) => command.kind !== 'update-ticket')
      .reduce((fields, { command }) => arrived(fields, command), link.base.fields),
    mapped,
    ticket: mapSides(unlessUnknown('ticket', mapped, link), moves) as ExpectedSides['ticket'],
    container: mapSides(unlessUnknown('soar', link.container.fields, link), moves),
    untold: sharedFields.filter(field => openJobs.some(job => isUntold(job, field, link))),
  }
}

function isUntold({ command, state, sentAt }: Job, field: SharedField, { base, container, snapshot }: Link): boolean {
  if (command.kind !== 'update-ticket' || state !== 'waiting' || sentAt !== null) return false
  const [asked, agreed, held] = [command.agreed?.[field], base.fields[field], container.fields[field]?.value]
  if (asked === undefined || agreed === undefined || held === undefined) return false
  const isConfirmed = isSameValue(field, asked, agreed) && isSameValue(field, held, agreed)
  return isConfirmed && command.decidedFor === decidedFor(command, snapshot)
}

/** A side that does not know an owner counts as if it had him, until somebody there says another one. */
function unlessUnknown(
  side: UnknownOwner['side'],
  fields: Partial<Record<SharedField, SideNow>>,
  { container: { unknownOwner } }: Link,
): Partial<Record<SharedField, SideNow>> {
  const { owner } = fields
  if (owner === undefined || unknownOwner?.side !== side) return fields
  if (!isSameValue('owner', owner.value, unknownOwner.held)) return fields
  return { ...fields, owner: { ...owner, value: unknownOwner.asked } }
}

function arrived(fields: Partial<ContainerFields>, command: Job['command']): Partial<ContainerFields> {
  if (command.kind === 'update-ticket') return { ...fields, ...command.agreed }
  return baseAfter({ fields, ticketArtifactId: null, ticketArtifact: null }, command).fields
}

/** Since when is remembered with the link: not every ticket tells when which field changed. */
function mappedSides(
  { base, snapshot }: Link,
  { fields }: SidesInput['desired'],
  rules: Rules,
): ExpectedSides['mapped'] {
  const sides = sharedFields.map((field): [SharedField, SideNow] => {
    const value = fields[field]
    const before = base.ticket?.[field]
    if (before !== undefined && isSameValue(field, before.value, value)) return [field, { value, at: before.at }]
    const told = ticketFieldsOf(field, rules).map(name => snapshot.changedAt?.[name] ?? 0)
    const changedAt = Math.max(0, ...told)
    // What was told before the value came says nothing of it: then another field than these brought it.
    return [field, { value, at: changedAt > (before?.at ?? 0) ? changedAt : snapshot.version.at }]
  })
  return Object.fromEntries(sides) as ExpectedSides['mapped']
}

function movedTags(now: string[], before: string[], after: string[]): string[] {
  const kept = now.filter(tag => after.includes(tag) || !before.includes(tag))
  return tagsOf([...kept, ...after.filter(tag => !before.includes(tag))])
}

interface Moves {
  agreed: Partial<ContainerFields>
  expected: Partial<ContainerFields>
}

function mapSides(side: Partial<Record<SharedField, SideNow>>, moves: Moves): ExpectedSides['container'] {
  const sides = sharedFields.flatMap((field): [SharedField, SideNow][] => {
    const now = side[field]
    return now === undefined ? [] : [[field, { value: unlessUnmoved(field, now.value, moves), at: now.at }]]
  })
  return Object.fromEntries(sides)
}

/** A side that still stands where both last agreed will get what is on its way to it; of tags, each by itself. */
function unlessUnmoved(field: SharedField, now: Json, { agreed, expected }: Moves): Json {
  const next = expected[field]
  if (field === 'tags') return movedTags(tagsOf(now), tagsOf(agreed.tags), tagsOf(next))
  if (next === undefined || isSameValue(field, now, next)) return next ?? now
  const before = agreed[field]
  return before !== undefined && isSameValue(field, now, before) ? next : now
}
