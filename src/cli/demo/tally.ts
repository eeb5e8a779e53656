import { canonicalJson } from '../../domain/json'
import type { Evidence } from './evidence'

export interface Tally {
  tickets: number
  containers: number
  artifacts: number
  links: { ticket: string; container: string | null }[]
  lost: number
  duplicated: number
}

/** A value that a ticket named: its container must hold an artifact of it. */
export interface Expectation {
  identifier: string
  value: string
}

/**
 * Counts what went wrong. Lost: a ticket without a container, or whose link names another one; a named value without an
 * artifact. Duplicated: a container beyond a ticket's first, or of no ticket; an artifact that its container holds twice.
 */
export function tally(evidence: Evidence, expected: readonly Expectation[]): Tally {
  const { tickets, containers, artifacts, links } = evidence
  const lostTickets = tickets.filter(ticket => {
    const container = containers.find(({ identifier }) => identifier === ticket.identifier)
    const link = links.find(({ ticketKey }) => ticketKey === ticket.key)
    return container === undefined || link?.containerId !== String(container.id)
  })
  const lostValues = expected.filter(({ identifier, value }) => {
    const ids = containers.filter(container => container.identifier === identifier).map(({ id }) => id)
    return !artifacts.some(({ container, cef }) => ids.includes(container) && Object.values(cef).includes(value))
  })
  const known = new Set(tickets.map(({ identifier }) => identifier))
  const wanted = new Set(containers.map(({ identifier }) => identifier).filter(identifier => known.has(identifier)))
  return {
    tickets: tickets.length,
    containers: containers.length,
    artifacts: artifacts.length,
    links: links.map(({ ticketKey, containerId }) => ({ ticket: ticketKey, container: containerId })),
    lost: lostTickets.length + lostValues.length,
    duplicated: containers.length - wanted.size + countTwice(artifacts),
  }
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
