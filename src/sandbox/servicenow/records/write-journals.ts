import { JOURNALS, type Row, type Table } from '../tables/table'
import type { RecordParts } from './parts'

/** Journals are no values of the record: each entry is a row of sys_journal_field. */
export function writeJournals(
  { instance, ledger, random }: RecordParts,
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
    }
    instance.putRow('sys_journal_field', journal)
    ledger.note('journal.added', { table: table.name, element_id: sys_id, element, by: sys_updated_by })
  }
}
