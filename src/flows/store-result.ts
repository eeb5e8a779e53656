import type { EnrichmentKind } from '../domain/result-table'
import { namesOfResult } from '../mapping/link-names'
import type { Database } from '../store/database'
import { insertResult, type StoredResult } from '../store/enrichments'
import { awaitName, holdResult } from '../store/result-links'
import type { Statement } from '../store/statement'

/** A result's row, and what its link may be found by: in one transaction, so that none is stored and never looked for. */
export function resultStatements(read: Database['read'], kind: EnrichmentKind, result: StoredResult): Statement[] {
  const ref = { kind, id: result.id, tenant: result.tenant }
  const names = [...new Set(namesOfResult(result).flat())]
  const waiting =
    names.length > 0
      ? names.map(name => awaitName(read, ref, name))
      : holdResult(read, ref, { reason: 'names-nothing', looked: [] })
  return [insertResult(read, kind, result), ...waiting]
}
