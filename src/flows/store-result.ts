import type { EnrichmentKind } from '../domain/result-table'
import { namesOfResult } from '../mapping/link-names'
import type { Database } from '../store/database'
import { insertResult, type StoredResult } from '../store/enrichments'
import { awaitName, holdResult } from '../store/result-links'
import type { Statement } from '../store/statement'

/** A result's row, and what its link may be found by: in one transaction, so that none is stored and never looked for. */
export function resultStatements(read: Database['read'], kind: EnrichmentKind, result: StoredResult): Statement[] {
  return [insertResult(read, kind, result), ...awaitNames(read, kind, result)]
}

/** All that a result without a link may find one by, due at once. */
export function awaitNames(read: Database['read'], kind: EnrichmentKind, result: StoredResult): Statement[] {
  const ref = { kind, id: result.id, tenant: result.tenant }
  const names = [...new Set(namesOfResult(result).flat())]
  if (names.length === 0) return holdResult(read, ref, { reason: 'names-nothing', looked: [] })
  return names.map(name => awaitName(read, ref, name))
}
