import type { JsonObject } from '../domain/json'
import type { PageAsked } from '../domain/page'
import type { Database } from '../store/database'
import { type EnrichmentFilter, type EnrichmentRow, listEnrichmentRows } from '../store/enrichment-list'
import { pageOf, toPage } from '../store/page'
import type { UnlinkedReason } from '../store/result-links'

/** A page of what scripts posted; changes nothing. */
export async function readEnrichments(
  { read }: Pick<Database, 'read'>,
  filter: EnrichmentFilter,
  query: PageAsked,
): Promise<{ items: EnrichmentView[]; next: string | null }> {
  return toPage(await listEnrichmentRows(read, filter, pageOf(query)), query.limit, viewOf)
}

export type EnrichmentView = ReturnType<typeof viewOf>

function viewOf(row: EnrichmentRow) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.link_id === null ? ('unlinked' as const) : ('linked' as const),
    linkId: row.link_id,
    unlinkedReason: row.unlinked_reason as UnlinkedReason | null,
    record: JSON.parse(row.record) as Record<string, string>,
    unknown: JSON.parse(row.unknown) as JsonObject,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  }
}
