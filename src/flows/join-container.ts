import type { ContainerFields, Sensitivity } from '../domain/container'
import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { Json } from '../domain/json'
import type { Base, Link, LinkRole } from '../domain/link'
import { policyOf } from '../mapping/field-policy'
import type { Rules } from '../mapping/rules'
import { isSameValue, tagsOf } from '../mapping/same-value'
import { identifyContainer } from '../mapping/source-data-identifier'
import { stricterSensitivity } from '../mapping/stricter-sensitivity'
import { type SharedField, sharedFields } from './expected-sides'

/** The tag of a container whose ticket stands for another one by now. */
export const leftTag = 'joined'

/** The container that a ticket stands for from now on. */
export interface JoinPlace {
  containerId: string
  /** As the container bears it; empty where it bears none. */
  sourceDataIdentifier: string
  /** What is known of it. */
  container: ContainerSnapshot
}

export interface JoinTarget extends JoinPlace {
  role: LinkRole
}

/**
 * The link with that container instead of its own. Joining changes no field on either side: what the two say now is where
 * they start, and only what is said from then on travels. Tags add up, and the stricter sensitivity counts. Pure.
 */
export function joinContainer(
  link: Link,
  target: JoinTarget,
  { desired, rules }: { desired: ContainerFields; rules: Rules },
): Link {
  const { containerId, sourceDataIdentifier, role } = target
  const isOwn = sourceDataIdentifier === identifyContainer({ connection: link.sdiPrefix, id: link.ticketId })
  const { isTicketStale } = link.container
  return {
    ...link,
    ...withoutContainer(link),
    containerId,
    role,
    containerSdi: isOwn ? null : sourceDataIdentifier,
    leftContainerId: leftBy(link, containerId),
    base: { ...withoutContainer(link).base, ...startOf(target, desired, rules) },
    container: { ...target.container, ...(isTicketStale !== undefined && { isTicketStale }) },
  }
}

/** What a link without a container holds of one; what its ticket holds stays as it was. */
export function withoutContainer({ base: { statusCommentId, ticket, partedFrom } }: Link) {
  const kept: Base = {
    fields: {},
    ticketArtifactId: null,
    ticketArtifact: null,
    ...(statusCommentId !== undefined && { statusCommentId }),
    ...(ticket !== undefined && { ticket }),
    ...(partedFrom !== undefined && { partedFrom }),
  }
  return {
    containerId: null,
    role: 'primary',
    containerSdi: null,
    leftContainerId: null,
    state: 'pending',
    base: kept,
    container: emptyContainer(),
  } satisfies Partial<Link>
}

/** The last one whose fields it told; it may go back there. */
function leftBy({ containerId, role, state, leftContainerId }: Link, next: string): string | null {
  const left = containerId !== null && role === 'primary' && state !== 'container-gone' ? containerId : leftContainerId
  return left === next ? null : left
}

function startOf(target: JoinTarget, desired: ContainerFields, rules: Rules): Pick<Base, 'fields' | 'apart'> {
  const { container, role } = target
  const known = sharedFields.filter(field => field !== 'tags' && container.fields[field] !== undefined)
  const valueThere = (field: SharedField) => container.fields[field]?.value ?? null
  // A field that only travels to SOAR is left to whoever filled it there, until the ticket says something new.
  const isLeft = (field: SharedField) =>
    role === 'primary' && policyOf(rules, field).direction === 'to-soar' && !isRaised(field, valueThere(field), desired)
  const started = known.filter(field => !isLeft(field))
  const isApart = (field: SharedField) =>
    !isSameValue(field, valueThere(field), desired[field]) && !isRaised(field, valueThere(field), desired)
  const apart = role === 'primary' ? started.filter(isApart) : []
  return {
    fields: {
      ...desired,
      ...Object.fromEntries(started.map(field => [field, valueThere(field)])),
      tags: startTags(target, desired),
    },
    apart: Object.fromEntries(apart.map(field => [field, { ticket: desired[field], container: valueThere(field) }])),
  }
}

/** The ticket asks for a stricter container: that is not put off. */
function isRaised(field: SharedField, value: Json, desired: ContainerFields): boolean {
  const { sensitivity } = desired
  return (
    field === 'sensitivity' &&
    value !== sensitivity &&
    stricterSensitivity(sensitivity, value as Sensitivity) === sensitivity
  )
}

/** What only one side has goes to the other one, or stays: nothing is taken away but the tag of a container that was left. */
function startTags({ container, role }: JoinTarget, desired: ContainerFields): string[] {
  const there = tagsOf(container.fields.tags?.value)
  if (role === 'secondary') return there
  return there.filter(tag => desired.tags.includes(tag) || tag === leftTag)
}
