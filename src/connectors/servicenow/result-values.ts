import type { InsertResultRecord } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import type { ReadCall, WriteCall } from '../ticket-call'
import { signatureOf } from './journal-entry'
import { getRow, updateRow } from './table-api'
import { codeOf } from './wire'

interface Change {
  command: InsertResultRecord
  sysId: string
  observableId: string | null
}

/** Read, compared, and only what differs is set. */
export async function changeRecord(call: WriteCall, change: Change): Promise<void> {
  const differing = await readDifferences(call, change)
  if (Object.keys(differing).length === 0) return
  await updateRow(call, { table: change.command.table, sysId: change.sysId }, differing)
}

/** The values of a command that its record does not hold; all of them where the record is gone meanwhile. */
export async function readDifferences(call: ReadCall, { command, sysId, observableId }: Change): Promise<JsonObject> {
  const wanted = Object.entries(valuesOf(command, observableId))
  const columns = ['sys_id', ...wanted.map(([column]) => column)].join(',')
  const row = await getRow(call, { table: command.table, sysId }, { sysparm_fields: columns })
  const holds = (column: string) => codeOf(readValue(row ?? {}, column)) ?? ''
  return Object.fromEntries(wanted.filter(([column, value]) => holds(column) !== (value ?? '')))
}

/** What the record should hold; its marker stands at the end of a column that holds something else too. */
export function valuesOf(command: InsertResultRecord, observableId: string | null): JsonObject {
  const { columns, marker, observable } = command
  const shared = columns[marker.column]
  const mark = markOf(command)
  return {
    ...columns,
    ...(observable !== null && { [observable.column]: observableId }),
    [marker.column]: shared === undefined ? mark : `${shared}\n\n${mark}`,
  }
}

/** The bare marker in a column of its own, else what a text ends with. */
export function markOf({ columns, marker }: InsertResultRecord): string {
  return Object.hasOwn(columns, marker.column) ? signatureOf(marker.value) : marker.value
}

/** What its record may bear; before a change its column may have held nothing else. */
export function marksOf(command: InsertResultRecord): string[] {
  const { value } = command.marker
  return command.isChange === true ? [value, signatureOf(value)] : [markOf(command)]
}
