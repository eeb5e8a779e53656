import { canonicalJson } from '../../domain/json'
import type { Evidence } from './evidence'
import type { Copy } from './read-copies'

export interface Tally {
  tickets: number
  containers: number
  artifacts: number
  links: { ticket: string; container: string | null }[]
  /** Comments, notes and files that stand for one on the other side. */
  copies: number
  lost: number
  duplicated: number
}

/** A value that a ticket named: its container must hold an artifact of it. */
export interface Expectation {
  identifier: string
  value: string
}

export interface Expectations {
  values: Expectation[]
  /** Each stands there once; `part` is in it. */
  copies: (Pick<Copy, 'ticketId' | 'kind'> & { part: string })[]
}

/**
 * Counts what went wrong. Lost: a ticket without a container, or whose link names another one; a named value without an
 * artifact; what one side said and the other does not. Duplicated: a container beyond a ticket's first, or of no ticket; an
 * artifact that its container holds twice; what one side said once and the other says twice.
 */
export function tally(evidence: Evidence, expected: Expectations): Tally {
  const { tickets, containers, artifacts, links } = evidence
  const lostTickets = tickets.filter(ticket => {
    const container = containers.find(({ identifier }) => identifier === ticket.identifier)
    const link = links.find(({ ticketKey }) => ticketKey === ticket.key)
    return container === undefined || link?.containerId !== String(container.id)
  })
  const lostValues = expected.values.filter(({ identifier, value }) => {
    const ids = containers.filter(container => container.identifier === identifier).map(({ id }) => id)
    return !artifacts.some(({ container, cef }) => ids.includes(container) && Object.values(cef).includes(value))
  })
  const found = expected.copies.map(wish => evidence.copies.filter(copy => isCopy(copy, wish)).length)
  const known = new Set(tickets.map(({ identifier }) => identifier))
  const wanted = new Set(containers.map(({ identifier }) => identifier).filter(identifier => known.has(identifier)))
  return {
    tickets: tickets.length,
    containers: containers.length,
    artifacts: artifacts.length,
    links: links.map(({ ticketKey, containerId }) => ({ ticket: ticketKey, container: containerId })),
    copies: found.filter(count => count > 0).length,
    lost: lostTickets.length + lostValues.length + found.filter(count => count === 0).length,
    duplicated: containers.length - wanted.size + countTwice(artifacts) + countBeyondFirst(found),
  }
}

function isCopy(copy: Copy, { ticketId, kind, part }: Expectations['copies'][number]): boolean {
  return copy.ticketId === ticketId && copy.kind === kind && copy.text.includes(part)
}

function countBeyondFirst(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0)
}

/** Once by identifier or once by content is enough to be a duplicate. */
function countTwice(artifacts: Evidence['artifacts']): number {
  const seen = new Set<string>()
  return artifacts.filter(({ container, identifier, cef }) => {
    const marks = [`${container} ${identifier}`, `${container} ${canonicalJson(cef)}`]
    const isKnown = marks.some(mark => seen.has(mark))
    for (const mark of marks) seen.add(mark)
    return isKnown
  }).length
}
