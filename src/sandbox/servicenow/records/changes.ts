import { formatTime } from '../format-time'
import type { Account, Instance } from '../instance'
import type { Ledger } from '../ledger'
import type { Pusher } from '../push/pusher'
import type { Random } from '../random'
import { JOURNALS, type Row, type Table } from '../tables/table'
import { deriveTicket } from './derive'
import { readValues } from './read-values'

/** Everything that can happen to a ticket: it takes effect, is noted and pushed by the business rules. */
export interface Changes {
  insert(table: Table, body: unknown, account: Account): Row
  update(table: Table, row: Row, write: { body: unknown; account: Account }): Row
  remove(table: Table, row: Row, account: Account): void
}

export interface ChangeParts {
  instance: Instance
  ledger: Ledger
  pusher: Pusher
  random: Random
}

export function createChanges(parts: ChangeParts): Changes {
  const { instance, ledger, pusher } = parts
  const commit = (effect: string, table: Table, row: Row) => {
    const { sys_id, number, sys_mod_count, sys_updated_by } = row
    ledger.note(effect, { table: table.name, sys_id, number, sys_mod_count, by: sys_updated_by })
  }

  return {
    insert: (table, body, account) => {
      const { fields, journals } = readValues(table, body)
      const row = openRow(parts, table, { fields, account })
      instance.putRow(table.name, row)
      commit('record.inserted', table, row)
      writeJournals(parts, table, { row, journals })
      pusher.push({ operation: 'insert', table, row, changed: Object.keys(fields) })
      return row
    },
    update: (table, before, { body, account }) => {
      const { fields, journals } = readValues(table, body)
      const at = formatTime(instance.now())
      const after = deriveTicket(table, { ...before, ...fields }, { at, by: account.sysId })
      const changed = table.columns.filter(column => after[column] !== before[column])
      const written = [...changed, ...Object.keys(journals)]
      if (written.length === 0) return before
      const count = String(Number(before.sys_mod_count) + 1)
      const row = { ...after, sys_mod_count: count, sys_updated_on: at, sys_updated_by: account.name }
      instance.putRow(table.name, row)
      commit('record.updated', table, row)
      writeJournals(parts, table, { row, journals })
      pusher.push({ operation: 'update', table, row, before, changed: written })
      return row
    },
    remove: (table, row, account) => {
      instance.dropRow(table.name, String(row.sys_id))
      commit('record.deleted', table, { ...row, sys_updated_by: account.name })
      pusher.push({ operation: 'delete', table, row, changed: [] })
    },
  }
}

function openRow(parts: ChangeParts, table: Table, content: { fields: Row; account: Account }): Row {
  const { instance, random } = parts
  const { fields, account } = content
  const at = formatTime(instance.now())
  const empty = Object.fromEntries(table.columns.map(column => [column, '']))
  const row = {
    ...empty,
    ...table.defaults,
    number: instance.nextNumber(table.ticket?.prefix ?? ''),
    opened_at: at,
    opened_by: account.sysId,
    ...fields,
    sys_id: random.hex(32),
    sys_class_name: table.name,
    sys_mod_count: '0',
    sys_created_on: at,
    sys_created_by: account.name,
    sys_updated_on: at,
    sys_updated_by: account.name,
  }
  return deriveTicket(table, row, { at, by: account.sysId })
}

/** Journals are no values of the record: each entry is a row of sys_journal_field. */
function writeJournals(
  { instance, ledger, random }: ChangeParts,
  table: Table,
  entry: { row: Row; journals: Row },
): void {
  const { sys_id = '', sys_updated_on = '', sys_updated_by = '' } = entry.row
  for (const element of JOURNALS.filter(journal => entry.journals[journal])) {
    const journal = {
      sys_id: random.hex(32),
      name: table.name,
      element,
      element_id: sys_id,
      value: entry.journals[element] ?? '',
      sys_created_on: sys_updated_on,
      sys_created_by: sys_updated_by,
      sys_tags: '',
    }
    instance.putRow('sys_journal_field', journal)
    ledger.note('journal.added', { table: table.name, element_id: sys_id, element, by: sys_updated_by })
  }
}
