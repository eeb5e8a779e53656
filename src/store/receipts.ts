import type { Kysely } from 'kysely'
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
        contentKey: '',
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
    content_key: receipt.contentKey,
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
    contentKey: row.content_key,
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
  of: Pick<Receipt, 'connection' | 'deliveryId' | 'contentKey'>,
): Promise<{ id: string; sha256: string } | undefined> {
  const { deliveryId, contentKey } = of
  if (deliveryId !== null) {
    const byDelivery = await read
      .selectFrom('receipts')
      .select(['id', 'sha256'])
      .where('connection', '=', of.connection)
      .where('delivery_id', '=', deliveryId)
      .executeTakeFirst()
    if (byDelivery !== undefined) return byDelivery
  }
  if (contentKey === null) return undefined
  return read
    .selectFrom('receipts')
    .select(['id', 'sha256'])
    .where('connection', '=', of.connection)
    .where('content_key', '=', contentKey)
    .executeTakeFirst()
}

/** What a lane has to digest, oldest first. */
export async function pendingReceipts(read: Read, lane: string, limit: number): Promise<Receipt[]> {
  const rows = await read
    .selectFrom('receipts')
    .selectAll()
    .where('lane', '=', lane)
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
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
