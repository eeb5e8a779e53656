import type { Link } from '../domain/link'
import type { PageAsked } from '../domain/page'
import { BridgeError } from '../errors'
import type { Database } from '../store/database'
import { findLinkById, toLink } from '../store/links'
import { countLinks, listLinkRows } from '../store/lists'
import { pageOf } from '../store/page'
import type { Operator } from './replay'
import type { TicketSource } from './ticket-source'

export interface ReadLinksParts {
  db: Pick<Database, 'read'>
  /** Undefined where nothing of the kind is configured. */
  sourceOf(connection: string): TicketSource | undefined
}

export interface LinksAsked {
  connection?: string
  /** Id of one link. */
  link?: string
}

/** One page of the links that are asked for; `total` with the first one. Raises `not-found` for what the caller may not see. */
export async function readLinks(
  { db, sourceOf }: ReadLinksParts,
  { connection, link: id }: LinksAsked,
  { page, by }: { page: PageAsked; by: Operator },
): Promise<{ rows: Link[]; total: number | null }> {
  const { visible } = by
  const isSeen = (name: string) => visible?.includes(name) !== false
  if (connection !== undefined && (sourceOf(connection) === undefined || !isSeen(connection)))
    throw new BridgeError('not-found', 'there is no such connection', { code: 'connection-unknown' })
  if (id === undefined) {
    const filter = { visible, ...(connection !== undefined && { connection }) }
    const rows = (await listLinkRows(db.read, filter, pageOf(page))).map(toLink)
    return { rows, total: page.after === undefined ? await countLinks(db.read, filter) : null }
  }
  const link = await findLinkById(db.read, id)
  if (link === undefined || !isSeen(link.connection) || (connection ?? link.connection) !== link.connection)
    throw new BridgeError('not-found', 'there is no such link', { code: 'link-unknown' })
  return { rows: [link], total: 1 }
}
