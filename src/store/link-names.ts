import type { Kysely } from 'kysely'
import type { Link } from '../domain/link'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

type Read = Kysely<Tables>

/** A link may be called so from now on, and results that wait for the name are looked at again: in one transaction with the link. */
export function nameLink(read: Read, { id, tenant }: Pick<Link, 'id' | 'tenant'>, name: string): Statement[] {
  return [
    toStatement(
      read
        .insertInto('link_names')
        .values({ name, tenant, link_id: id })
        .onConflict(conflict => conflict.doNothing()),
    ),
    toStatement(
      read
        .updateTable('result_names')
        .set(eb => ({ due: eb('due', '+', 1) }))
        .where('name', '=', name)
        .where('tenant', '=', tenant),
    ),
  ]
}

/** A link as results are given to it. */
export type NamedLink = Pick<Link, 'id' | 'connection' | 'ticketId'>

/** Links of a tenant that stand and have one of these names, but those of some connections; two at most, for more than one is too many. */
export async function linksNamed(
  read: Read,
  { tenant, names, except = [] }: { tenant: string; names: readonly string[]; except?: readonly string[] },
): Promise<NamedLink[]> {
  return read
    .selectFrom('link_names')
    .innerJoin('links', 'links.id', 'link_names.link_id')
    .select(['links.id', 'links.connection', 'links.ticket_id as ticketId'])
    .distinct()
    .where('link_names.name', 'in', names)
    .where('link_names.tenant', '=', tenant)
    .where('links.state', 'in', ['pending', 'linked', 'container-gone'])
    .$if(except.length > 0, query => query.where('links.connection', 'not in', except))
    .limit(2)
    .execute()
}
