import type { Link } from '../domain/link'
import type { Ticket } from '../domain/ticket'
import { BridgeError } from '../errors'
import { ticketsOfContainer } from '../store/container-tickets'
import type { Database } from '../store/database'
import { findLinkById } from '../store/links'
import { sharersOf } from './find-joining'
import type { Operator } from './replay'

export interface CheckParts {
  db: Pick<Database, 'read'>
  /** A ticket connection of the configuration. */
  sourceOf(connection: string): { connector: { system: Ticket['system'] }; tenant: string } | undefined
}

async function findVisible({ db }: CheckParts, id: string, by: Operator): Promise<Link> {
  const link = await findLinkById(db.read, id)
  if (link !== undefined && by.visible?.includes(link.connection) !== false) return link
  throw new BridgeError('not-found', 'there is no such link', { code: 'link-unknown' })
}

export async function findJoinable(parts: CheckParts, id: string, by: Operator): Promise<Link> {
  const link = await findVisible(parts, id, by)
  const system = parts.sourceOf(link.connection)?.connector.system
  const isTicket = system === 'jira' || system === 'servicenow'
  if (isTicket && link.state !== 'skipped' && link.state !== 'tombstone') return link
  const message = isTicket ? `the ticket is ${link.state}` : 'what it stands for is no ticket'
  throw new BridgeError('conflict', `this link cannot be joined: ${message}`, { code: 'link-not-joinable' })
}

export async function containerOf(
  parts: CheckParts,
  { link, other }: { link: Link; other: string },
  by: Operator,
): Promise<string> {
  const target = await findVisible(parts, other, by)
  if (tenantOf(parts, target) !== tenantOf(parts, link)) throw tenantsDiffer()
  if (target.soarConnection !== link.soarConnection)
    throw new BridgeError('conflict', 'the two tickets are for different SOARs', { code: 'soars-differ' })
  if (target.containerId !== null && target.state !== 'container-gone') return target.containerId
  throw new BridgeError('conflict', 'the other ticket has no container', { code: 'link-without-container' })
}

/** Other tickets of the container that it leaves would be without the one that says what its fields are. */
export async function refuseOthers(parts: CheckParts, link: Link, to: string | null): Promise<void> {
  const { db } = parts
  const { soarConnection } = link
  const there = to === null ? [] : await ticketsOfContainer(db.read, { soarConnection, containerId: to })
  if (there.some(other => tenantOf(parts, other) !== tenantOf(parts, link))) throw tenantsDiffer()
  if (link.role === 'secondary' || (await sharersOf(db.read, link)).length === 0) return
  const message = 'other tickets are joined to the container of this one; join those first'
  throw new BridgeError('conflict', message, { code: 'container-shared' })
}

/** What its connection belongs to by now; a link that no connection makes keeps its own. */
function tenantOf({ sourceOf }: CheckParts, { connection, tenant }: Pick<Link, 'connection' | 'tenant'>): string {
  return sourceOf(connection)?.tenant ?? tenant
}

function tenantsDiffer(): BridgeError {
  return new BridgeError('conflict', 'the container belongs to another tenant', { code: 'tenants-differ' })
}
