import type { Command } from 'commander'
import type { Administration } from './administration'
import { createCommand } from './arguments'
import { type AdministeredParts, createListCommand } from './list-command'
import type { Column } from './table'

type ReceiptItem = Awaited<ReturnType<Administration['receipts']>>['items'][number]

const columns: Column<ReceiptItem>[] = [
  { title: 'ID', value: receipt => receipt.id },
  { title: 'RECEIVED', value: receipt => receipt.receivedAt },
  { title: 'CONNECTION', value: receipt => receipt.connection },
  { title: 'EVENT', value: receipt => receipt.event },
  { title: 'STATE', value: receipt => receipt.state },
  { title: 'BYTES', value: receipt => receipt.bytes },
  { title: 'REASON', value: receipt => receipt.reason },
]

/** `soarbridge receipts list`: the stored deliveries. */
export function createReceiptsCommand(parts: AdministeredParts): Command {
  const list = createListCommand(parts, {
    summary: 'list stored deliveries, newest first',
    example: 'soarbridge receipts list --state quarantined --json',
    states: ['pending', 'processed', 'quarantined', 'ignored'],
    columns,
    read: (administration, filter, page) => administration.receipts(filter, page),
  })
  return createCommand('receipts', {
    summary: 'the stored deliveries',
    example: 'soarbridge receipts list --state quarantined',
  }).addCommand(list)
}
