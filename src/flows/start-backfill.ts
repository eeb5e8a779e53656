import type { AuditEntry } from '../domain/audit'
import type { Backfill, BackfillWish } from '../domain/backfill'
import type { NewId } from '../domain/ids'
import { BridgeError } from '../errors'
import { findBackfill, findRunning, insertBackfill } from '../store/backfills'
import type { Database } from '../store/database'
import type { Statement, Written } from '../store/statement'
import type { Operator } from './replay'

export interface StartBackfillParts {
  db: Pick<Database, 'read'>
  /** Writes the change and its row of the audit log, or neither. */
  record(entry: AuditEntry, change: Statement[]): Promise<Written>
  /** Undefined where there is no such ticket connection. */
  connectionOf(name: string): { tenant: string; collections: readonly (string | null)[] } | undefined
  wake(): void
  newId: NewId
  now(): number
}

/**
 * Begins to read a history; the same wish again joins the reading that is under way. Raises `not-found` where the
 * caller knows no such connection.
 */
export async function startBackfill(parts: StartBackfillParts, wish: BackfillWish, by: Operator): Promise<Backfill> {
  const source = parts.connectionOf(wish.connection)
  if (source === undefined || by.visible?.includes(wish.connection) === false)
    throw new BridgeError('not-found', 'there is no such connection', { code: 'connection-unknown' })
  const running = await findRunning(parts.db.read, wish)
  if (running !== undefined) return running
  const [collection = null] = source.collections
  const at = parts.now()
  const backfill: Backfill = {
    ...wish,
    id: parts.newId(),
    state: 'running',
    reason: null,
    position: { collection, after: { at: wish.since, id: '' } },
    total: null,
    read: 0,
    entered: 0,
    failed: 0,
    firstFailure: null,
    createdAt: at,
    updatedAt: at,
  }
  const detail = { connection: wish.connection, since: new Date(wish.since).toISOString() }
  const entry: AuditEntry = {
    tenant: source.tenant,
    caller: by.id,
    action: 'backfill.started',
    subject: backfill.id,
    detail,
  }
  await parts.record(entry, [insertBackfill(parts.db.read, backfill)])
  parts.wake()
  return backfill
}

/** How far it is; raises `not-found` where the caller knows no such backfill. */
export async function readBackfill(
  { db }: Pick<StartBackfillParts, 'db'>,
  id: string,
  { visible }: Operator,
): Promise<Backfill> {
  const backfill = await findBackfill(db.read, id)
  if (backfill !== undefined && visible?.includes(backfill.connection) !== false) return backfill
  throw new BridgeError('not-found', 'there is no such backfill', { code: 'backfill-unknown' })
}
