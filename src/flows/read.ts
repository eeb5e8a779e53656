import type { PageAsked } from '../domain/page'
import { laneOf } from '../domain/receipt'
import { BridgeError } from '../errors'
import type { Database } from '../store/database'
import { findLinkById, toLink } from '../store/links'
import { type LinkFilter, listJobRows, listLinkRows, listReceiptRows, timelineRows, type Visible } from '../store/lists'
import { pageOf, toPage } from '../store/page'
import type { Row } from '../store/tables'
import { timelineEntries } from './timeline'

export interface ReadParts {
  db: Pick<Database, 'read'>
  /** Address of a container for people. */
  containerUrl(soarConnection: string, containerId: string): string
  /** Why delivery from one connection to another is held now, or null. */
  heldBy(link: { connection: string; soarConnection: string }): string | null
  /** Connections of the caller's tenant, null for all; what belongs to others looks as if it were not there. */
  visible: Visible
}

type StateFilter = { state?: string; connection?: string }

/** Answers lists and timelines; changes nothing. */
export function createReads(parts: ReadParts) {
  const { db, visible } = parts
  const { read } = db
  return {
    links: async (filter: Omit<LinkFilter, 'visible'>, query: PageAsked) => {
      const rows = await listLinkRows(read, { ...filter, visible }, pageOf(query))
      return toPage(rows, query.limit, row => linkView(parts, row))
    },
    link: async (id: string) => {
      const link = await requireLink(parts, id)
      const row = linkView(parts, link)
      const { fields, ticketArtifactId } = link.base
      return { ...row, observables: link.observables, base: { fields, ticketArtifactId } }
    },
    timeline: async (id: string, query: PageAsked) => {
      const link = await requireLink(parts, id)
      const page = pageOf(query)
      const rows = await timelineRows(read, { id, lane: laneOf(link.connection, link.ticketId) }, page)
      const entries = timelineEntries(rows, parts.heldBy(link)).slice(0, page.limit)
      return toPage(entries, query.limit, entry => entry)
    },
    receipts: async (filter: StateFilter, query: PageAsked) => {
      const rows = await listReceiptRows(read, { ...filter, visible }, pageOf(query))
      return toPage(rows, query.limit, row => ({
        id: row.id,
        connection: row.connection,
        lane: row.lane,
        event: row.event,
        state: row.state,
        reason: row.reason,
        sha256: row.sha256,
        bytes: row.bytes,
        receivedAt: isoTime(row.received_at),
      }))
    },
    jobs: async (filter: StateFilter, query: PageAsked) => {
      const rows = await listJobRows(read, { ...filter, visible }, pageOf(query))
      return toPage(rows, query.limit, jobView)
    },
  }
}

export type Reads = ReturnType<typeof createReads>

async function requireLink({ db, visible }: ReadParts, id: string) {
  const link = await findLinkById(db.read, id)
  if (link === undefined || visible?.includes(link.connection) === false)
    throw new BridgeError('not-found', 'there is no such link', { code: 'link-unknown' })
  return link
}

function linkView(parts: ReadParts, of: Row<'links'> | ReturnType<typeof toLink>) {
  const link = 'ticket_id' in of ? toLink(of) : of
  return {
    id: link.id,
    connection: link.connection,
    ticketId: link.ticketId,
    ticketKey: link.ticketKey,
    ticketUrl: link.ticketUrl,
    collection: link.collection,
    soarConnection: link.soarConnection,
    containerId: link.containerId,
    containerUrl: link.containerId === null ? null : parts.containerUrl(link.soarConnection, link.containerId),
    role: link.role,
    state: link.state,
    holds: Object.entries(link.container.holds).map(([field, { reason, since }]) => ({
      field,
      reason,
      since: isoTime(since),
    })),
    createdAt: isoTime(link.createdAt),
    updatedAt: isoTime(link.updatedAt),
  }
}

export function jobView(row: Row<'jobs'>) {
  return {
    id: row.id,
    lane: row.lane,
    linkId: row.link_id,
    connection: row.connection,
    kind: row.kind,
    state: row.state,
    tries: row.tries,
    reason: row.reason,
    nextAt: isoTime(row.next_at),
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
  }
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
