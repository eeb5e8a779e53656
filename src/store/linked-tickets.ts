import type { Kysely } from 'kysely'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** A ticket that stands in a link with a container. */
export interface LinkedTicket {
  id: string
  collection: string | null
}

interface OfConnection {
  connection: string
  soarConnection: string
}

/** In the order of their ids, beyond `after`: a walk through the index that keeps links unique. */
export async function linkedTicketsAfter(
  read: Read,
  { connection, soarConnection, after, limit }: OfConnection & { after: string; limit: number },
): Promise<LinkedTicket[]> {
  return linked(read, { connection, soarConnection })
    .where('ticket_id', '>', after)
    .orderBy('ticket_id')
    .limit(limit)
    .execute()
}

/** Those of these. */
export async function linkedTicketsOf(
  read: Read,
  { connection, soarConnection, ids }: OfConnection & { ids: readonly string[] },
): Promise<LinkedTicket[]> {
  return ids.length === 0 ? [] : linked(read, { connection, soarConnection }).where('ticket_id', 'in', ids).execute()
}

function linked(read: Read, { connection, soarConnection }: OfConnection) {
  return read
    .selectFrom('links')
    .select(['ticket_id as id', 'collection'])
    .where('connection', '=', connection)
    .where('soar_connection', '=', soarConnection)
    .where('state', '=', 'linked')
}
