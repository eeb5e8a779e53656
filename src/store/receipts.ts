import { type Kysely, sql } from 'kysely'
import type { Receipt, ReceiptState } from '../domain/receipt'
import { type Statement, toStatement } from './statement'
import type { ReceiptRow, Row, Tables } from './tables'

type Read = Kysely<Tables>

/**
 * Builds the insert of one receipt from SQL that was compiled once: this runs for every delivery. A duplicate
 * (same delivery id, or equal content of a body that carries its version) changes no row.
 */
export function createReceiptInsert(read: Read): (receipt: Receipt) => Statement {
  const sql = read
    .insertInto('receipts')
    .values(
      toRow({
        id: '',
        connection: '',
        lane: '',
        deliveryId: '',
        version: 0,
        sha256: '',
        event: '',
        state: 'pending',
        reason: '',
        receivedAt: 0,
        headers: {},
        body: Buffer.alloc(0),
      }),
    )
    .onConflict(conflict => conflict.doNothing())
    .compile().sql
  return receipt => ({ sql, parameters: Object.values(toRow(receipt)) })
}

function toRow(receipt: Receipt): ReceiptRow {
  return {
    id: receipt.id,
    connection: receipt.connection,
    lane: receipt.lane,
    delivery_id: receipt.deliveryId,
    version: receipt.version,
    sha256: receipt.sha256,
    event: receipt.event,
    state: receipt.state,
    reason: receipt.reason,
    received_at: receipt.receivedAt,
    processed_at: null,
    headers: JSON.stringify(receipt.headers),
    body: receipt.body,
  }
}

function fromRow(row: Row<'receipts'>): Receipt {
  return {
    id: row.id,
    connection: row.connection,
    lane: row.lane,
    deliveryId: row.delivery_id,
    version: row.version,
    sha256: row.sha256,
    event: row.event,
    state: row.state as ReceiptState,
    reason: row.reason,
    receivedAt: row.received_at,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: row.body,
  }
}

/** The receipt that a refused insert collided with. */
export async function findDuplicate(
  read: Read,
  of: Pick<Receipt, 'connection' | 'deliveryId' | 'version' | 'sha256'>,
): Promise<{ id: string; sha256: string } | undefined> {
  const { deliveryId, version, sha256 } = of
  if (deliveryId !== null) {
    const byDelivery = await read
      .selectFrom('receipts')
      .select(['id', 'sha256'])
      .where('connection', '=', of.connection)
      .where('delivery_id', '=', deliveryId)
      .executeTakeFirst()
    if (byDelivery !== undefined) return byDelivery
  }
  if (version === null) return undefined
  return read
    .selectFrom('receipts')
    .select(['id', 'sha256'])
    .where('connection', '=', of.connection)
    .where('version', '=', version)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

/** What a lane has to digest, oldest first: at most `rows`, and no more bytes than `bytes` unless one alone is larger. */
export async function pendingReceipts(
  read: Read,
  lane: string,
  most: { rows: number; bytes: number },
): Promise<{ receipts: Receipt[]; isAll: boolean }> {
  const pending = read
    .selectFrom('receipts')
    .where('lane', '=', lane)
    .where(sql<boolean>`state = 'pending'`)
    .orderBy('id')
  const sizes = await pending
    .select(['id', eb => eb.fn<number>('length', ['body']).as('bytes')])
    .limit(most.rows)
    .execute()
  let bytes = 0
  const fitting = sizes.filter(row => {
    bytes += row.bytes
    return bytes <= most.bytes
  })
  const last = fitting.at(-1) ?? sizes[0]
  if (last === undefined) return { receipts: [], isAll: true }
  const rows = await pending.selectAll().where('id', '<=', last.id).limit(most.rows).execute()
  return { receipts: rows.map(fromRow), isAll: rows.length === sizes.length && rows.length < most.rows }
}

/** What a lane digested, oldest first: the newest ones, at most `limit`. */
export async function processedReceipts(read: Read, lane: string, limit: number): Promise<Receipt[]> {
  const rows = await read
    .selectFrom('receipts')
    .selectAll()
    .where('lane', '=', lane)
    .where(sql<boolean>`state in ('processed', 'quarantined')`)
    .where(sql<boolean>`state = 'processed'`)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(fromRow).reverse()
}

export async function hasPending(read: Read, lane: string): Promise<boolean> {
  const row = await read
    .selectFrom('receipts')
    .select('id')
    .where('lane', '=', lane)
    .where(sql<boolean>`state = 'pending'`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export function markProcessed(read: Read, id: string, at: number): Statement {
  return toStatement(
    read
      .updateTable('receipts')
      .set({ state: 'processed', processed_at: at })
      .where('id', '=', id)
      .where('state', '=', 'pending'),
    1,
  )
}

export function markQuarantined(read: Read, { id, reason, at }: { id: string; reason: string; at: number }): Statement {
  return toStatement(
    read
      .updateTable('receipts')
      .set({ state: 'quarantined', reason, processed_at: at })
      .where('id', '=', id)
      .where('state', '=', 'pending'),
    1,
  )
}

/** Moves a receipt whose ticket was resolved into that ticket's lane. */
export function moveToLane(read: Read, id: string, lane: string): Statement {
  return toStatement(read.updateTable('receipts').set({ lane }).where('id', '=', id).where('state', '=', 'pending'), 1)
}
