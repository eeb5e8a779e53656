import type { Kysely } from 'kysely'
import { type PageQuery, paged } from './page'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>
export type AuditRow = Row<'audit_log'>

/** Only ever added to; a number taken twice fails the whole transaction. */
export function insertAuditRow(read: Read, row: AuditRow): Statement {
  return toStatement(read.insertInto('audit_log').values(row), 1)
}

/** The last row of a chain. */
export async function lastAuditRow(read: Read, tenant: string): Promise<AuditRow | undefined> {
  return read
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Every tenant that has a chain. */
export async function auditTenants(read: Read): Promise<string[]> {
  const rows = await read.selectFrom('audit_log').select('tenant').distinct().orderBy('tenant').execute()
  return rows.map(({ tenant }) => tenant)
}

/** Rows of one chain in their order, from number `after` on. */
export async function auditRowsAfter(
  read: Read,
  tenant: string,
  { after, limit }: { after: number; limit: number },
): Promise<AuditRow[]> {
  return read
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** `tenant` null lists the rows of all. */
export async function listAuditRows(
  read: Read,
  { tenant, action }: { tenant: string | null; action?: string },
  page: PageQuery,
): Promise<AuditRow[]> {
  const query = read
    .selectFrom('audit_log')
    .selectAll()
    .$if(tenant !== null, q => q.where('tenant', '=', tenant as string))
    .$if(action !== undefined, q => q.where('action', '=', action as string))
  return paged(query, page).execute()
}
