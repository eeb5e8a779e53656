import { canonicalJson } from '../domain/json'
import { laneOf } from '../domain/receipt'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { type ChangedResult, changeResult } from '../store/duplicate-keys'
import type { KeptResult } from '../store/enrichments'
import { findLinkById } from '../store/links'
import { forgetNames, planChanged } from '../store/result-links'
import type { Statement } from '../store/statement'
import { awaitNames } from './store-result'

export interface ChangeParts {
  db: Pick<Database, 'read'>
  ledger: Pick<LaneLedger, 'raiseLane'>
}

/**
 * The change of a stored result, and what follows from it: the lane of its link tells SOAR and the ticket; without a
 * link it is looked for by its new names. `lane` is to be woken after the commit.
 */
export async function changeStatements(
  { db: { read }, ledger }: ChangeParts,
  found: KeptResult,
  changed: ChangedResult,
): Promise<{ statements: Statement[]; lane: string | null }> {
  const { kind, result } = changed
  const change = changeResult(read, found, changed)
  const link = found.linkId === null ? undefined : await findLinkById(read, found.linkId)
  if (link === undefined) {
    return { statements: [change, forgetNames(read, result), ...awaitNames(read, kind, result)], lane: null }
  }
  const lane = laneOf(link.connection, link.ticketId)
  // Who plans it meanwhile is lost, and plans it again, also where only its count differs.
  const raise = ledger.raiseLane(lane, link.connection)
  const news = saysTheSame(found, result) ? [] : [planChanged(read, { ...result, kind }, lane)]
  return { statements: [change, ...news, raise], lane }
}

function saysTheSame(found: KeptResult, { record, unknown }: ChangedResult['result']): boolean {
  return canonicalJson([found.record, found.unknown]) === canonicalJson([record, unknown])
}
