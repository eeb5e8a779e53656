import type { JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import type { Column, ColumnType, ResultTable } from '../../domain/result-table'
import { BridgeError } from '../../errors'
import type { ServiceNowClient } from './client'
import { codeOf, readSysId } from './wire'

type Client = Pick<ServiceNowClient, 'readRows'>

/** No instance nests its tables deeper. */
const mostParents = 10

const entryColumns = ['name', 'element', 'internal_type', 'max_length', 'mandatory', 'active', 'choice', 'reference']
const choiceColumns = ['name', 'element', 'value', 'label', 'sequence', 'inactive']

/**
 * Reads what a table may hold: `sys_dictionary` and `sys_choice` of it and of the tables that it extends, the nearest
 * first. Raises `not-found` where our user sees nothing of it.
 */
export async function readDictionary(client: Client, table: string): Promise<ResultTable> {
  const { entries, choices } = await readDictionaryRows(client, table)
  const columns = new Map<string, Column>()
  for (const entry of entries) {
    const column = columnOf(entry, choices)
    if (column !== undefined && !columns.has(column.name)) columns.set(column.name, column)
  }
  if (columns.size > 0) return { name: table, columns: [...columns.values()] }
  throw new BridgeError('not-found', `ServiceNow shows us no column of ${table} in sys_dictionary`, {
    code: 'dictionary-empty',
  })
}

/** The rows of `sys_dictionary` and `sys_choice` of a table and of those that it extends, the nearest first. */
export async function readDictionaryRows(
  client: Client,
  table: string,
): Promise<{ entries: JsonObject[]; choices: JsonObject[] }> {
  const lineage = await readLineage(client, table)
  const entries = await readOf(client, lineage, { from: 'sys_dictionary', columns: entryColumns })
  const choices = await readOf(client, lineage, { from: 'sys_choice', columns: choiceColumns })
  return { entries, choices }
}

/** The table and those that it extends; the table alone where `sys_db_object` is hidden from us. */
async function readLineage(client: Client, table: string): Promise<string[]> {
  const columns = ['name', 'super_class']
  const names: string[] = []
  let rows = await client.readRows('sys_db_object', { query: `name=${table}`, columns })
  let row = rows.find(each => textOf(each, 'name') === table)
  while (row !== undefined && names.length < mostParents) {
    names.push(textOf(row, 'name'))
    const parent = readSysId(readValue(row, 'super_class'))
    if (parent === undefined) break
    rows = await client.readRows('sys_db_object', { query: `sys_id=${parent}`, columns })
    row = rows.find(each => readSysId(readValue(each, 'sys_id')) === parent && !names.includes(textOf(each, 'name')))
  }
  return names.length === 0 ? [table] : names
}

/** Terms that an instance does not understand are ignored there, so the name is looked at again. */
async function readOf(
  client: Client,
  lineage: readonly string[],
  { from, columns }: { from: string; columns: string[] },
): Promise<JsonObject[]> {
  const rows: JsonObject[][] = []
  for (const name of lineage) {
    const found = await client.readRows(from, { query: `name=${name}`, columns })
    rows.push(found.filter(row => textOf(row, 'name') === name))
  }
  return rows.flat()
}

const identifier = /^[a-z][a-z0-9_]{0,79}$/

/** Columns of the system are the store's own. */
function columnOf(entry: JsonObject, choices: readonly JsonObject[]): Column | undefined {
  const name = textOf(entry, 'element')
  if (!identifier.test(name) || name.startsWith('sys_') || textOf(entry, 'active') === 'false') return undefined
  const type = typesByName.get(textOf(entry, 'internal_type')) ?? 'string'
  const mandatory = textOf(entry, 'mandatory') === 'true'
  const values = isRestricted(entry) ? valuesOf(name, choices) : []
  if (values.length > 0) return { name, type: 'choice', mandatory, choices: values }
  const references = textOf(entry, 'reference')
  const length = Number(textOf(entry, 'max_length'))
  const isBounded = type === 'string' && Number.isInteger(length) && length >= 1 && length <= 1_000_000
  return {
    name,
    type,
    mandatory,
    ...(isBounded && { maxLength: length }),
    ...(type === 'reference' && identifier.test(references) && { references }),
  }
}

/** 1 and 3 are lists to choose from; 2 only suggests. */
export function isRestricted(entry: JsonObject): boolean {
  return ['1', '3'].includes(textOf(entry, 'choice'))
}

/** Every other type is kept as text: HTML, addresses, journals, lists. */
const typesByName = new Map<string, ColumnType>([
  ['integer', 'integer'],
  ['longint', 'integer'],
  ['decimal', 'decimal'],
  ['float', 'decimal'],
  ['boolean', 'boolean'],
  ['glide_date_time', 'datetime'],
  ['due_date', 'datetime'],
  ['reference', 'reference'],
])

/** Each language has a row of its own for the same value. */
function valuesOf(element: string, choices: readonly JsonObject[]): string[] {
  return [...new Set(choicesOf(element, choices).map(choice => textOf(choice, 'value')))].filter(value => value !== '')
}

/** Those of the nearest table that has any, in their order. */
export function choicesOf(element: string, choices: readonly JsonObject[]): JsonObject[] {
  const all = choices.filter(choice => textOf(choice, 'element') === element && textOf(choice, 'inactive') !== 'true')
  const [nearest] = all
  const own = nearest === undefined ? [] : all.filter(choice => textOf(choice, 'name') === textOf(nearest, 'name'))
  return own.sort((one, other) => Number(textOf(one, 'sequence')) - Number(textOf(other, 'sequence')))
}

export function textOf(row: JsonObject, column: string): string {
  const value = codeOf(readValue(row, column))
  return typeof value === 'string' ? value : ''
}
