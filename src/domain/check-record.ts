import type { Json, JsonObject } from './json'
import { readColumn } from './read-column'
import type { ResultTable } from './result-table'

/** A record held against its table. */
export interface CheckedRecord {
  /** Of known columns, as ServiceNow would store them: text, `''` for nothing. */
  values: Record<string, string>
  /** Of columns that the table does not have, as they came. */
  unknown: JsonObject
  /** Mandatory columns without a value, in the order of the table. */
  missing: string[]
  /** Columns whose value is not of their type, with what was expected. */
  mistakes: { column: string; expected: string }[]
}

/** Column names are ServiceNow's: lower case, digits and underscores. */
const systemColumn = /^sys_/

/** Holds `fields` against `table`. Fields of the system (`sys_id`, `sys_created_on` …) are the store's own and left out. */
export function checkRecord(table: ResultTable, fields: JsonObject): CheckedRecord {
  const checked: CheckedRecord = { values: {}, unknown: {}, missing: [], mistakes: [] }
  const columns = new Map(table.columns.map(column => [column.name, column]))
  for (const [name, given] of Object.entries(fields)) {
    const column = columns.get(name)
    if (column === undefined) {
      if (!systemColumn.test(name)) checked.unknown[name] = given
      continue
    }
    const read = readColumn(column, given)
    if ('expected' in read) checked.mistakes.push({ column: name, expected: read.expected })
    else checked.values[name] = read.value
  }
  checked.missing = table.columns
    .filter(({ name, mandatory }) => mandatory && isEmpty(fields[name]))
    .map(({ name }) => name)
  return checked
}

/** Whether `fields` hold anything at all: null and empty text are nothing. */
export function isBlank(fields: JsonObject): boolean {
  return Object.values(fields).every(isEmpty)
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
