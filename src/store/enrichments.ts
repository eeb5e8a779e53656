import type { Kysely } from 'kysely'
import type { JsonObject } from '../domain/json'
import type { EnrichmentKind } from '../domain/result-table'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** A result as it is stored: what a script posted, and who did. */
export interface StoredResult {
  /** 32 hex digits, as ServiceNow's own. */
  id: string
  tenant: string
  /** Known columns, as text. */
  record: Record<string, string>
  /** Columns that the table does not have, as they came. */
  unknown: JsonObject
  createdBy: string
  createdAt: number
}

/** A result as it is read. */
export interface KeptResult extends StoredResult {
  updatedAt: number
  /** Grows with every change. */
  modCount: number
  linkId: string | null
}

/** One result, wherever it lies. */
export interface ResultRef {
  kind: EnrichmentKind
  id: string
}

const resultTables = {
  ci_enrichment: 'ci_enrichment_results',
  observable_enrichment: 'observable_enrichment_results',
  threat_lookup: 'threat_lookup_results',
} as const satisfies Record<EnrichmentKind, keyof Tables>

export function resultTableOf(kind: EnrichmentKind) {
  return resultTables[kind]
}

/** Column that says what a result is about. */
const subjectColumn = {
  ci_enrichment: 'cmdb_ci',
  observable_enrichment: 'observable',
  threat_lookup: 'observable',
} as const satisfies Record<EnrichmentKind, string>

export function subjectOf(kind: EnrichmentKind, record: Readonly<Record<string, string>>): string | null {
  return record[subjectColumn[kind]] || null
}

export function insertResult(read: Read, kind: EnrichmentKind, result: StoredResult): Statement {
  return toStatement(
    read.insertInto(resultTables[kind]).values({
      id: result.id,
      tenant: result.tenant,
      subject: subjectOf(kind, result.record),
      record: JSON.stringify(result.record),
      unknown: JSON.stringify(result.unknown),
      created_by: result.createdBy,
      created_at: result.createdAt,
      updated_by: result.createdBy,
      updated_at: result.createdAt,
      mod_count: 0,
      link_id: null,
      unlinked_reason: null,
    }),
    1,
  )
}

export async function findResult(
  read: Read,
  kind: EnrichmentKind,
  { id, tenant }: Pick<StoredResult, 'id' | 'tenant'>,
): Promise<KeptResult | undefined> {
  const row = await read
    .selectFrom(resultTables[kind])
    .selectAll()
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  return row && toResult(row)
}

/** A result of any tenant: for who knows it by its link. */
export async function resultById(read: Read, { kind, id }: ResultRef): Promise<KeptResult | undefined> {
  const row = await read.selectFrom(resultTables[kind]).selectAll().where('id', '=', id).executeTakeFirst()
  return row && toResult(row)
}

export function toResult(row: Row<'threat_lookup_results'>): KeptResult {
  return {
    id: row.id,
    tenant: row.tenant,
    record: JSON.parse(row.record) as Record<string, string>,
    unknown: JSON.parse(row.unknown) as JsonObject,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    modCount: row.mod_count,
    linkId: row.link_id,
  }
}
