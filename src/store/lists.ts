import { type Kysely, sql } from 'kysely'
import { type PageQuery, paged } from './page'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** Connections whose rows may be seen; null for all of them. */
export type Visible = readonly string[] | null

export interface LinkFilter {
  connection?: string
  ticketKey?: string
  ticketId?: string
  containerId?: string
  visible: Visible
}

export interface StateFilter {
  state?: string
  connection?: string
  visible: Visible
}

export async function listLinkRows(read: Read, filter: LinkFilter, page: PageQuery): Promise<Row<'links'>[]> {
  const query = read
    .selectFrom('links')
    .selectAll()
    .$if(filter.connection !== undefined, q => q.where('connection', '=', filter.connection as string))
    .$if(filter.ticketKey !== undefined, q => q.where('ticket_key', '=', filter.ticketKey as string))
    .$if(filter.ticketId !== undefined, q => q.where('ticket_id', '=', filter.ticketId as string))
    .$if(filter.containerId !== undefined, q => q.where('container_id', '=', filter.containerId as string))
    .$if(filter.visible !== null, q => q.where('connection', 'in', filter.visible ?? []))
  return paged(query, page).execute()
}

export async function countLinks(read: Read, filter: Pick<LinkFilter, 'connection' | 'visible'>): Promise<number> {
  const { count } = await read
    .selectFrom('links')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .$if(filter.connection !== undefined, q => q.where('connection', '=', filter.connection as string))
    .$if(filter.visible !== null, q => q.where('connection', 'in', filter.visible ?? []))
    .executeTakeFirstOrThrow()
  return count
}

export type ReceiptSummary = Omit<Row<'receipts'>, 'body' | 'headers'> & { bytes: number }

const receiptColumns = [
  'id',
  'connection',
  'lane',
  'delivery_id',
  'version',
  'sha256',
  'event',
  'state',
  'reason',
  'received_at',
  'processed_at',
] as const

export async function listReceiptRows(read: Read, filter: StateFilter, page: PageQuery): Promise<ReceiptSummary[]> {
  const query = read
    .selectFrom('receipts')
    .select(receiptColumns)
    .select(eb => eb.fn<number>('length', ['body']).as('bytes'))
    .$if(filter.state !== undefined, q => q.where('state', '=', filter.state as string))
    .$if(filter.connection !== undefined, q => q.where('connection', '=', filter.connection as string))
    .$if(filter.visible !== null, q => q.where('connection', 'in', filter.visible ?? []))
  return paged(query, page).execute()
}

export async function listJobRows(read: Read, filter: StateFilter, page: PageQuery): Promise<Row<'jobs'>[]> {
  const query = read
    .selectFrom('jobs')
    .selectAll()
    .$if(filter.state !== undefined, q => q.where('state', '=', filter.state as string))
    .$if(filter.connection !== undefined, q => q.where(isOfConnection(filter.connection as string)))
    .$if(filter.visible !== null, q => q.where(eb => eb.or((filter.visible ?? []).map(isOfConnection))))
  return paged(query, page).execute()
}

/** A lane begins with its connection's name. */
function isOfConnection(connection: string) {
  const beginning = `${connection}/`
  return sql<boolean>`substr(lane, 1, ${beginning.length}) = ${beginning}`
}

export interface TimelineRows {
  receipts: ReceiptSummary[]
  changes: Row<'changes'>[]
  jobs: Row<'jobs'>[]
  attempts: Row<'attempts'>[]
  writes: Row<'field_writes'>[]
}

/** Everything that happened to one link after `after`, oldest first, at most `limit` rows of each kind. */
export async function timelineRows(
  read: Read,
  link: { id: string; lane: string },
  { limit, after }: PageQuery,
): Promise<TimelineRows> {
  const from = after ?? ''
  const receipts = read
    .selectFrom('receipts')
    .select(receiptColumns)
    .select(eb => eb.fn<number>('length', ['body']).as('bytes'))
    .where('lane', '=', link.lane)
    .where('id', '>', from)
    .orderBy('id')
    .limit(limit)
  const jobsOfLink = read.selectFrom('jobs').select('id').where('link_id', '=', link.id)
  return {
    // Each half has an index of its own.
    receipts: [
      ...(await receipts.where(sql<boolean>`state = 'pending'`).execute()),
      ...(await receipts.where(sql<boolean>`state in ('processed', 'quarantined')`).execute()),
    ],
    changes: await read
      .selectFrom('changes')
      .selectAll()
      .where('link_id', '=', link.id)
      .where('id', '>', from)
      .orderBy('id')
      .limit(limit)
      .execute(),
    jobs: await read
      .selectFrom('jobs')
      .selectAll()
      .where('link_id', '=', link.id)
      .where('id', '>', from)
      .orderBy('id')
      .limit(limit)
      .execute(),
    attempts: await read
      .selectFrom('attempts')
      .selectAll()
      .where('job_id', 'in', jobsOfLink)
      .where('id', '>', from)
      .orderBy('id')
      .limit(limit)
      .execute(),
    writes: await writesAfter(read, link.id, { limit, after: from }),
  }
}

function writesAfter(read: Read, linkId: string, { limit, after }: { limit: number; after: string }) {
  return read
    .selectFrom('field_writes')
    .selectAll()
    .where('link_id', '=', linkId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countJobsByState(read: Read): Promise<{ state: string; count: number }[]> {
  return read
    .selectFrom('jobs')
    .select(['state', eb => eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
}
