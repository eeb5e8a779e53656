import type { Kysely } from 'kysely'
import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { LinkFindings } from '../domain/finding'
import type { Base, Link, LinkRole, LinkState } from '../domain/link'
import { isResultsConnection } from '../domain/results-connection'
import type { TicketSnapshot } from '../domain/ticket'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

export interface LinkKey {
  connection: string
  ticketId: string
  soarConnection: string
}

export async function findLink(read: Read, key: LinkKey): Promise<Link | undefined> {
  const row = await read
    .selectFrom('links')
    .selectAll()
    .where('connection', '=', key.connection)
    .where('ticket_id', '=', key.ticketId)
    .where('soar_connection', '=', key.soarConnection)
    .executeTakeFirst()
  return row && toLink(row)
}

export async function hasLink(read: Read, key: LinkKey): Promise<boolean> {
  const row = await read
    .selectFrom('links')
    .select('id')
    .where('connection', '=', key.connection)
    .where('ticket_id', '=', key.ticketId)
    .where('soar_connection', '=', key.soarConnection)
    .executeTakeFirst()
  return row !== undefined
}

export async function findLinkById(read: Read, id: string): Promise<Link | undefined> {
  const row = await read.selectFrom('links').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toLink(row)
}

/** In the order of their ids; for walks through all of them. */
export async function linksAfter(read: Read, after: string, limit: number): Promise<Link[]> {
  const rows = await read.selectFrom('links').selectAll().where('id', '>', after).orderBy('id').limit(limit).execute()
  return rows.map(toLink)
}

/** The tickets of one container: more than one where they share it, none where no ticket claims what it is about. */
export async function linksOfContainer(
  read: Read,
  { soarConnection, containerId }: { soarConnection: string; containerId: string },
): Promise<Pick<Link, 'id' | 'connection' | 'ticketId' | 'container' | 'role' | 'tenant'>[]> {
  const rows = await read
    .selectFrom('links')
    .select(['id', 'connection', 'ticket_id', 'container', 'role', 'tenant'])
    .where('soar_connection', '=', soarConnection)
    .where('container_id', '=', containerId)
    .execute()
  const ofTickets = rows.filter(row => !isResultsConnection(row.connection))
  return ofTickets.map(row => ({
    id: row.id,
    connection: row.connection,
    ticketId: row.ticket_id,
    container: readContainer(row),
    role: row.role as LinkRole,
    tenant: row.tenant,
  }))
}

/** Writes the whole row; guarded by the revision that was read, so that a lost race changes nothing. */
export function saveLink(read: Read, link: Link, revisionRead: number | null): Statement {
  const values = toRow(link)
  if (revisionRead === null) return toStatement(read.insertInto('links').values(values), 1)
  const { id, created_at, ...changes } = values
  return toStatement(
    read.updateTable('links').set(changes).where('id', '=', id).where('revision', '=', revisionRead),
    1,
  )
}

/** Connections that own links: a name that has links may not vanish from the configuration. */
export async function connectionsWithLinks(read: Read): Promise<string[]> {
  const rows = await read.selectFrom('links').select('connection').distinct().execute()
  return rows.map(row => row.connection)
}

export function toLink(row: Row<'links'>): Link {
  return {
    id: row.id,
    connection: row.connection,
    ticketId: row.ticket_id,
    ticketKey: row.ticket_key,
    ticketUrl: row.ticket_url,
    collection: row.collection,
    soarConnection: row.soar_connection,
    containerId: row.container_id,
    role: row.role as LinkRole,
    containerSdi: row.container_sdi,
    leftContainerId: row.left_container_id,
    sdiPrefix: row.sdi_prefix,
    tenant: row.tenant,
    state: row.state as LinkState,
    snapshot: JSON.parse(row.snapshot) as TicketSnapshot,
    observables: JSON.parse(row.observables) as string[],
    base: JSON.parse(row.base) as Base,
    findings: JSON.parse(row.findings) as LinkFindings,
    container: readContainer(row),
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(link: Link) {
  return {
    id: link.id,
    connection: link.connection,
    ticket_id: link.ticketId,
    ticket_key: link.ticketKey,
    ticket_url: link.ticketUrl,
    collection: link.collection,
    soar_connection: link.soarConnection,
    container_id: link.containerId,
    role: link.role,
    container_sdi: link.containerSdi,
    left_container_id: link.leftContainerId,
    sdi_prefix: link.sdiPrefix,
    tenant: link.tenant,
    state: link.state,
    snapshot: JSON.stringify(link.snapshot),
    observables: JSON.stringify(link.observables),
    base: JSON.stringify(link.base),
    findings: JSON.stringify(link.findings),
    container: JSON.stringify(link.container),
    approvals: approvalsOf(link.container),
    revision: link.revision,
    created_at: link.createdAt,
    updated_at: link.updatedAt,
  }
}

function readContainer({ container }: Pick<Row<'links'>, 'container'>): ContainerSnapshot {
  return { ...emptyContainer(), ...(JSON.parse(container) as Partial<ContainerSnapshot>) }
}

function approvalsOf({ approvals }: ContainerSnapshot): 'pending' | 'ended' | null {
  const known = Object.values(approvals)
  if (known.some(({ state }) => state === 'pending')) return 'pending'
  return known.length > 0 ? 'ended' : null
}
