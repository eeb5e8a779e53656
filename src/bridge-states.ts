import type { Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { Clock } from './domain/clock'
import { resultsConnectionOf } from './domain/results-connection'
import { allTenants, seesTenant } from './domain/role'
import type { ServiceParts } from './http/handlers/service'
import type { Database } from './store/database'
import type { Visible } from './store/lists'

type ConnectionView = ReturnType<ServiceParts['connections']>[number]

/** Each configured system: whether it takes work, and why not. */
export function connectionStates(
  systems: Systems,
  { gate, vocabulary, wayBack }: Work,
  visible: Visible = null,
): ConnectionView[] {
  const sources = [...systems.tickets].filter(([name]) => visible?.includes(name) !== false)
  const soar = soarsOf(systems, visible).map((name): ConnectionView => {
    const version = vocabulary.versionOf(name)
    return { ...viewOf(name, 'soar', gate.state(name)), ...(version !== null && { version }) }
  })
  const tickets = sources.map(([name, { connector }]): ConnectionView => {
    const heldBack = Object.entries(wayBack.heldBack(name)).map(([field, reason]) => ({ field, reason }))
    const state = viewOf(name, connector.system, gate.state(name))
    const view: ConnectionView = heldBack.length === 0 ? state : { ...state, heldBack }
    const heldBy = vocabulary.heldBy(name)
    return view.state === 'open' && heldBy !== null ? { ...view, state: 'held', reason: heldBy } : view
  })
  return [...soar, ...tickets]
}

/** Of the SOARs, a tenant sees those that its tickets go to, and what no ticket claims. */
export function soarsOf({ soar, tickets, results, hasResults }: Systems, visible: Visible): string[] {
  const sources = [...tickets].filter(([name]) => visible?.includes(name) === true)
  const ofResults = hasResults && results !== null ? [results.soarConnection] : []
  const seen = new Set([...sources.map(([, { soarConnection }]) => soarConnection), ...ofResults])
  return [...soar.keys()].filter(name => visible === null || seen.has(name))
}

function viewOf(name: string, kind: ConnectionView['kind'], state: ReturnType<Work['gate']['state']>): ConnectionView {
  const since = new Date(state.since).toISOString()
  if (state.isOpen) return { name, kind, state: 'open', since }
  return {
    name,
    kind,
    state: 'paused',
    since,
    ...(state.reason !== undefined && { reason: state.reason }),
    ...(state.probeAt !== undefined && { probeAt: new Date(state.probeAt).toISOString() }),
  }
}

/** The ticket connections that a caller of this tenant sees; null where that is all of them. */
export function visibleTo({ tickets, hasResults }: Systems, tenant: string): Visible {
  const own = [...tickets].filter(([, source]) => seesTenant({ tenant }, source.tenant)).map(([name]) => name)
  const isAll = tenant === allTenants || (own.length === tickets.size && !hasResults)
  return isAll ? null : [...own, resultsConnectionOf(tenant)]
}

/** Why nothing goes from a ticket connection to its SOAR now, or null. */
export function heldBy(
  { gate, vocabulary }: Work,
  link: { connection: string; soarConnection: string },
): string | null {
  const soar = gate.state(link.soarConnection)
  return soar.isOpen ? vocabulary.heldBy(link.connection) : `${link.soarConnection} is paused: ${soar.reason ?? ''}`
}

/** How long a failed commit makes the bridge unready: then senders may try it again. */
const failingMs = 10_000

/** Whether a commit failed lately, as far as whoever asks now and then can tell. */
export function watchFailures(
  { writeFailures }: Pick<Database, 'writeFailures'>,
  { now }: Pick<Clock, 'now'>,
): () => boolean {
  let seen = 0
  let failedAt = Number.NEGATIVE_INFINITY
  return () => {
    if (writeFailures() > seen) failedAt = now()
    seen = writeFailures()
    return now() - failedAt < failingMs
  }
}
