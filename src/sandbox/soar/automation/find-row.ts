import { Failure, notFound } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import { readId } from '../route'
import type { Row, Table } from '../table'

/** The row that a path names; 404 where there is none. */
export function findRow(table: Table, id: string | undefined): Row {
  const row = table.find(readId(id))
  if (row === undefined) throw notFound()
  return row
}

/** The container that a body names, by number or by a number's text. Texts and status of the failures are not verified. */
export function findContainer(containers: Table, id: Json | undefined): Row {
  if (id === undefined || id === null) throw requiredField('container_id')
  const container = /^\d{1,15}$/.test(String(id)) ? containers.find(Number(id)) : undefined
  if (container === undefined) throw new Failure(400, 'Container matching query does not exist.')
  return container
}

/** The text is not verified. */
export function requiredField(name: string): Failure {
  return new Failure(400, `"${name}" is a required field`)
}

/** A list with each of its records as `show` has it. */
export function mapList(list: JsonObject, show: (record: JsonObject) => JsonObject): JsonObject {
  const data = Array.isArray(list.data) ? list.data.filter(isObject).map(show) : []
  return { ...list, data }
}
