import type { AuditEntry } from '../domain/audit'
import type { Database } from '../store/database'
import { createReceiptInsert } from '../store/receipts'
import type { Statement, Written } from '../store/statement'
import { isToDo } from './drift'
import type { DriftedPair, PairAsked } from './read-pair'
import type { Operator } from './replay'

export interface ApplyDriftParts {
  db: Pick<Database, 'read'>
  /** Writes the change and its rows of the audit log, or neither. */
  record(entries: readonly AuditEntry[], change: Statement[]): Promise<Written>
  wake(lane: string): void
}

/** Hands each pair that has something to do to its lane, in one transaction with what is said of it; answers their links. */
export async function applyDrift(
  { db, record, wake }: ApplyDriftParts,
  { fields }: Pick<PairAsked, 'fields'>,
  { pairs, by }: { pairs: readonly DriftedPair[]; by: Operator },
): Promise<Set<string>> {
  const due = pairs.filter(({ drifts }) => drifts.some(isToDo))
  if (due.length === 0) return new Set()
  const insert = createReceiptInsert(db.read)
  const entries = due.map(
    ({ link }): AuditEntry => ({
      tenant: link.tenant,
      caller: by.id,
      action: 'link.reconciled',
      subject: link.id,
      detail: { ticket: link.ticketId, fields: fields ?? 'all' },
    }),
  )
  const statements = due.map(({ ask }) => insert(ask))
  await record(entries, statements)
  for (const { ask } of due) if (ask.lane !== null) wake(ask.lane)
  return new Set(due.map(({ link }) => link.id))
}
