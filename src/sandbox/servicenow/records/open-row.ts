import { formatTime } from '../format-time'
import type { Account } from '../instance'
import type { Row, Table } from '../tables/table'
import { deriveRow } from './derive'
import type { RecordParts } from './parts'

/** A new record with all that the instance gives it; it is not kept yet. */
export function openRow(parts: RecordParts, table: Table, content: { fields: Row; account: Account }): Row {
  const { instance, random } = parts
  const { fields, account } = content
  const at = formatTime(instance.now())
  const { ticket } = table
  const row = {
    ...table.defaults,
    ...(ticket && { number: instance.nextNumber(ticket.prefix), opened_at: at, opened_by: account.sysId }),
    ...(table.columns.includes('sys_class_name') && { sys_class_name: table.name }),
    ...fields,
    sys_id: random.hex(32),
    sys_mod_count: '0',
    sys_created_on: at,
    sys_created_by: account.name,
    sys_updated_on: at,
    sys_updated_by: account.name,
  }
  return deriveRow(table, row, { at, by: account.sysId, fields })
}
