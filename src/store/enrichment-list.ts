import type { Kysely } from 'kysely'
import { type EnrichmentKind, enrichmentKinds } from '../domain/result-table'
import { resultTableOf } from './enrichments'
import type { PageQuery } from './page'
import type { Row, Tables } from './tables'

export interface EnrichmentFilter {
  kind?: EnrichmentKind
  state?: 'linked' | 'unlinked'
  /** Of threat lookups and observable enrichment. */
  observable?: string
  /** Of CI enrichment. */
  ci?: string
  /** Epoch milliseconds. */
  createdSince?: number
  /** Null for all of them. */
  tenant: string | null
}

export type EnrichmentRow = Row<'threat_lookup_results'> & { kind: EnrichmentKind }

/** Newest first over all kinds that are asked for; each is read by an index of its own and the pages are merged. */
export async function listEnrichmentRows(
  read: Kysely<Tables>,
  filter: EnrichmentFilter,
  page: PageQuery,
): Promise<EnrichmentRow[]> {
  const kinds = enrichmentKinds.filter(kind => mayMatch(kind, filter))
  const rows = await Promise.all(kinds.map(kind => rowsOf(read, { kind, filter, page })))
  return rows
    .flat()
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, page.limit)
}

function mayMatch(kind: EnrichmentKind, { kind: wanted, observable, ci }: EnrichmentFilter): boolean {
  if (wanted !== undefined && wanted !== kind) return false
  return kind === 'ci_enrichment' ? observable === undefined : ci === undefined
}

interface Question {
  kind: EnrichmentKind
  filter: EnrichmentFilter
  page: PageQuery
}

async function rowsOf(read: Kysely<Tables>, { kind, filter, page }: Question): Promise<EnrichmentRow[]> {
  const { state, tenant, createdSince } = filter
  const subject = filter.observable ?? filter.ci
  const rows = await read
    .selectFrom(resultTableOf(kind))
    .selectAll()
    .$if(tenant !== null, q => q.where('tenant', '=', tenant as string))
    .$if(subject !== undefined, q => q.where('subject', '=', subject as string))
    .$if(state === 'linked', q => q.where('link_id', 'is not', null))
    .$if(state === 'unlinked', q => q.where('link_id', 'is', null))
    // Ids begin with their time (UUID version 7).
    .$if(createdSince !== undefined, q => q.where('id', '>=', hexTime(createdSince as number)))
    .$if(page.after !== null, q => q.where('id', '<', page.after as string))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(row => ({ ...row, kind }))
}

function hexTime(epochMs: number): string {
  return Math.max(0, epochMs).toString(16).padStart(12, '0')
}
