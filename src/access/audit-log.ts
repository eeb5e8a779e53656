import type { AuditEntry } from '../domain/audit'
import type { Clock } from '../domain/clock'
import type { NewId } from '../domain/ids'
import { type AuditRow, auditTenants, insertAuditRow, lastAuditRow } from '../store/audit-log'
import type { Database } from '../store/database'
import type { Statement, Written } from '../store/statement'
import { type ChainHead, hashAuditRow, noHead } from './audit-chain'

export interface AuditParts {
  db: Pick<Database, 'read' | 'write'>
  /** Keys the chains; lies in a file, never in the database. */
  key: Buffer
  newId: NewId
  clock: Pick<Clock, 'now'>
}

export interface AuditLog {
  /**
   * Writes a change and what is said of it, or neither: what cannot be written down is not done. Answers what became of
   * the change; raises `unavailable` as the database does.
   */
  record(entries: AuditEntry | readonly AuditEntry[], change?: readonly Statement[]): Promise<Written>
  /** Where each chain stands. */
  heads(): Promise<ChainHead[]>
}

/** One chain a tenant. Entries take turns, since each is chained to the one before. */
export function createAuditLog({ db, key, newId, clock }: AuditParts): AuditLog {
  const heads = new Map<string, ChainHead>()
  let turn: Promise<unknown> = Promise.resolve()

  const headOf = async (tenant: string): Promise<ChainHead> => {
    const known = heads.get(tenant)
    if (known !== undefined) return known
    const last = await lastAuditRow(db.read, tenant)
    return last === undefined ? { tenant, rows: 0, head: noHead } : { tenant, rows: last.seq, head: last.hash }
  }

  const append = async (entries: readonly AuditEntry[], change: readonly Statement[]): Promise<Written> => {
    const next = new Map<string, ChainHead>()
    const rows: AuditRow[] = []
    for (const entry of entries) {
      const row = chain(next.get(entry.tenant) ?? (await headOf(entry.tenant)), entry)
      rows.push(row)
      next.set(entry.tenant, { tenant: entry.tenant, rows: row.seq, head: row.hash })
    }
    // Forgotten until they are committed: after a failure the database knows better.
    for (const tenant of next.keys()) heads.delete(tenant)
    const written = await db.write([...change, ...rows.map(row => insertAuditRow(db.read, row))])
    if (written.committed) for (const [tenant, head] of next) heads.set(tenant, head)
    return written
  }

  const chain = (before: ChainHead, { detail, ...entry }: AuditEntry): AuditRow => {
    const row = { ...entry, seq: before.rows + 1, id: newId(), at: clock.now(), detail: JSON.stringify(detail) }
    return { ...row, hash: hashAuditRow(key, before.head, row) }
  }

  return {
    record: (entries, change = []) => {
      const run = () => append(Array.isArray(entries) ? entries : [entries as AuditEntry], change)
      const result = turn.then(run, run)
      turn = result
      return result
    },
    heads: async () => Promise.all((await auditTenants(db.read)).map(headOf)),
  }
}
