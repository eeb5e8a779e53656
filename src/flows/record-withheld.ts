import type { Json } from '../domain/json'
import { insertChange } from '../store/changes'
import type { Database } from '../store/database'
import type { Statement } from '../store/statement'
import type { Decided } from './decide'

export interface Withheld {
  decided: Pick<Decided, 'link' | 'mappingVersion'>
  /** Why each result is not told as it is; nothing of its text. */
  withheld: Decided['decisions']
  lane: string
  newId(): string
  at: number
}

/** One row for the timeline; none where everything is told. */
export function withheldStatements(
  read: Database['read'],
  { decided, withheld, lane, newId, at }: Withheld,
): Statement[] {
  if (withheld.length === 0) return []
  const { link, mappingVersion } = decided
  const told = { kind: 'results', identity: `results@${at}`, versionAt: at, detail: {}, receiptId: null }
  const decisions = withheld as unknown as Json
  return [insertChange(read, { ...told, id: newId(), lane, linkId: link.id, decisions, mappingVersion, createdAt: at })]
}
