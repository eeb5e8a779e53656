import type { Kysely } from 'kysely'
import type { Link, LinkRole } from '../domain/link'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>
type Place = Pick<Link, 'soarConnection'> & { containerId: string }

/** Every link of a container, also those that no ticket stands behind. */
export async function ticketsOfContainer(
  read: Read,
  { soarConnection, containerId }: Place,
): Promise<Pick<Link, 'id' | 'connection' | 'role' | 'tenant'>[]> {
  const rows = await read
    .selectFrom('links')
    .select(['id', 'connection', 'role', 'tenant'])
    .where('soar_connection', '=', soarConnection)
    .where('container_id', '=', containerId)
    .execute()
  return rows.map(row => ({ ...row, role: row.role as LinkRole }))
}

/** Lost where another ticket was the first to say what this container's fields are: beside the link's own saving. */
export function claimContainer(read: Read, { id, soarConnection, containerId }: Place & Pick<Link, 'id'>): Statement {
  const others = read
    .selectFrom('links as other')
    .select('other.id')
    .where('other.soar_connection', '=', soarConnection)
    .where('other.container_id', '=', containerId)
    .where('other.role', '=', 'primary')
    .where('other.id', '!=', id)
  const claim = read.updateTable('links').set({ role: 'primary' }).where('id', '=', id)
  return toStatement(
    claim.where(eb => eb.not(eb.exists(others))),
    1,
  )
}
