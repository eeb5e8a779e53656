import { formatTime } from '../format-time'
import type { Account, Instance } from '../instance'
import type { Row, Table } from '../tables/table'
import { foreseeUpdate } from './foresee-update'
import { openRow } from './open-row'
import type { RecordParts } from './parts'
import { refuseIntent } from './policies'
import { readValues, type Values, type Write } from './read-values'
import { rollUpFindings } from './roll-up-findings'
import { writeJournals } from './write-journals'

/** The record after a write; without one, why the instance aborted it. */
export type Outcome = { row: Row; refusal?: undefined } | { row?: undefined; refusal: string }

export interface AccountWrite extends Write {
  account: Account
}

/** Everything that can happen to a record: it takes effect, is noted and, for a ticket, pushed by the business rules. */
export interface Changes {
  insert(table: Table, write: AccountWrite): Outcome
  update(table: Table, row: Row, write: AccountWrite): Outcome
  remove(table: Table, row: Row, account: Account): void
}

export function createChanges(parts: RecordParts): Changes {
  const { instance, pusher } = parts
  return {
    insert: (table, write) => {
      const values = readValues(instance, table, write)
      const same = findSameTie(instance, table, values)
      if (same) return { row: same }
      const row = openRow(parts, table, { fields: values.fields, account: write.account })
      const refusal = refuseIntent({ table, after: row, journals: values.journals }, parts.switches.read())
      if (refusal !== undefined) return { refusal }
      commit(parts, table, { effect: 'record.inserted', row, journals: values.journals })
      pusher.push({ operation: 'insert', table, row, changed: Object.keys(values.fields) })
      return { row }
    },
    update: (table, before, write) => {
      const values = readValues(instance, table, write)
      const { after, refusal } = foreseeUpdate(parts, { table, before, values, account: write.account })
      if (refusal !== undefined) return { refusal }
      const changed = table.columns.filter(column => (after[column] ?? '') !== (before[column] ?? ''))
      const written = [...changed, ...Object.keys(values.journals)]
      if (written.length === 0) return { row: before }
      const row = { ...after, ...stampUpdate(before, { at: formatTime(instance.now()), account: write.account }) }
      commit(parts, table, { effect: 'record.updated', row, journals: values.journals })
      pusher.push({ operation: 'update', table, row, before, changed: written })
      return { row }
    },
    remove: (table, row, account) => {
      const sysId = row.sys_id ?? ''
      instance.dropRow(table.name, sysId)
      for (const file of instance.findRowsBy('sys_attachment', 'table_sys_id', sysId) ?? []) dropFile(instance, file)
      noteRow(parts, 'record.deleted', { table, row: { ...row, sys_updated_by: account.name } })
      rollUpFindings(parts, table, row)
      pusher.push({ operation: 'delete', table, row, changed: [] })
    },
  }
}

/** An attachment goes with its bytes. */
export function dropFile(instance: Instance, file: Row): void {
  const sysId = file.sys_id ?? ''
  instance.dropRow('sys_attachment', sysId)
  for (const part of instance.findRowsBy('sys_attachment_doc', 'sys_attachment', sysId) ?? []) {
    instance.dropRow('sys_attachment_doc', part.sys_id ?? '')
  }
}

/** What an update changes in the system columns. */
export function stampUpdate(before: Row, { at, account }: { at: string; account: { name: string } }): Row {
  const count = String(Number(before.sys_mod_count ?? '0') + 1)
  return { sys_mod_count: count, sys_updated_on: at, sys_updated_by: account.name }
}

/** An observable belongs to a ticket once; adding it again changes nothing. */
function findSameTie(instance: Instance, table: Table, { fields }: Values): Row | undefined {
  if (table.name !== 'sn_ti_m2m_task_observable') return undefined
  const ties = instance.findRowsBy(table.name, 'task', fields.task ?? '') ?? []
  return ties.find(({ observable }) => observable === fields.observable)
}

function commit(parts: RecordParts, table: Table, written: { effect: string; row: Row; journals: Row }): void {
  const { effect, row, journals } = written
  parts.instance.putRow(table.name, row)
  noteRow(parts, effect, { table, row })
  writeJournals(parts, table, { row, journals })
  rollUpFindings(parts, table, row)
}

function noteRow({ ledger }: RecordParts, effect: string, { table, row }: { table: Table; row: Row }): void {
  const { sys_id, number, sys_mod_count, sys_updated_by } = row
  ledger.note(effect, { table: table.name, sys_id, number, sys_mod_count, by: sys_updated_by })
}
