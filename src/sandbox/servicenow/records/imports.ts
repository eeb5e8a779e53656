import type { Random } from '../../stage/random'
import { formatTime } from '../format-time'
import type { Account, Instance } from '../instance'
import { isObject, readObject } from '../read-object'
import type { TransformMap } from '../tables/staging'
import type { Row, Table } from '../tables/table'
import type { AccountWrite, Changes, Outcome } from './changes'
import { findByText } from './find-by-text'

/** What became of one staging row. */
export interface Transformed {
  map: TransformMap
  status: 'inserted' | 'updated' | 'ignored' | 'error'
  /** The record that was written; none where it failed. */
  target?: Row
  errorMessage?: string
}

/** Import sets: rows come into a staging table and become records by its transform map, at once. */
export interface Imports {
  findMap(staging: string): TransformMap | undefined
  /** A new, empty set; it belongs to that multiple set, or to one of its own. */
  open(map: TransformMap, multipleSet?: string): Row
  load(map: TransformMap, set: Row, write: { body: unknown; account: Account }): { row: Row; result: Transformed }
  /** The same for the Table API, which shows the staging row; undefined where the table is none for staging. */
  stage(table: Table, write: AccountWrite): Outcome | undefined
}

export interface ImportParts {
  instance: Instance
  changes: Changes
  random: Random
}

export function createImports(parts: ImportParts): Imports {
  const { instance, random } = parts
  const findMap = (staging: string) => instance.maps.find(map => map.staging === staging)
  const open: Imports['open'] = ({ staging }, multipleSet = random.hex(32)) => {
    const at = formatTime(instance.now())
    const set = {
      ...{ sys_id: random.hex(32), number: instance.nextNumber('ISET'), table_name: staging, state: 'loaded' },
      ...{ load_completed: at, sys_created_on: at, sys_updated_on: at, multi_import_set: multipleSet },
    }
    instance.putRow('sys_import_set', set)
    return set
  }
  const load: Imports['load'] = (map, set, { body, account }) => {
    const staged = readStrings(body)
    const result = transform(parts, map, { staged, account })
    const at = formatTime(instance.now())
    const place = (instance.findRowsBy(map.staging, 'sys_import_set', set.sys_id ?? '') ?? []).length
    const row = {
      ...staged,
      sys_id: random.hex(32),
      sys_import_set: set.sys_id ?? '',
      sys_import_row: String(place),
      sys_import_state: result.status,
      sys_import_state_comment: result.errorMessage ?? '',
      sys_target_table: map.target,
      sys_target_sys_id: result.target?.sys_id ?? '',
      sys_transform_map: map.name,
      ...{ sys_created_on: at, sys_updated_on: at, sys_created_by: account.name, sys_updated_by: account.name },
      sys_mod_count: '0',
    }
    instance.putRow(map.staging, row)
    return { row, result }
  }
  return {
    findMap,
    open,
    load,
    stage: (table, write) => {
      const map = findMap(table.name)
      return map && { row: load(map, open(map), write).row }
    },
  }
}

/** Coalesces on the map's columns: a row that has them all empty is a new record. References are found by name. */
function transform(
  { instance, changes }: ImportParts,
  map: TransformMap,
  { staged, account }: { staged: Row; account: Account },
): Transformed {
  const table = instance.findTable(map.target)
  if (table === undefined) return { map, status: 'error', errorMessage: `Invalid table ${map.target}` }
  const body: Row = {}
  for (const [from, to] of Object.entries(map.fields)) {
    const [text, reference] = [staged[from], table.references[to]]
    if (text !== undefined) body[to] = (reference && findByText(instance, reference, text)) ?? text
  }
  const before = findSame(instance, map, body)
  const outcome = before ? changes.update(table, before, { body, account }) : changes.insert(table, { body, account })
  if (outcome.row === undefined) return { map, status: 'error', errorMessage: outcome.refusal }
  const status = before === undefined ? 'inserted' : outcome.row === before ? 'ignored' : 'updated'
  return { map, status, target: outcome.row }
}

function findSame(instance: Instance, { target, coalesce }: TransformMap, body: Row): Row | undefined {
  const keys = coalesce.filter(column => body[column])
  const [first] = keys
  if (first === undefined) return undefined
  const rows = instance.findRowsBy(target, first, body[first] ?? '') ?? instance.listRows(target)
  return rows.find(row => keys.every(column => row[column] === body[column]))
}

/** Staging columns hold text: of nested values only what Java prints of them, with `=` for `:`, is left. */
function readStrings(body: unknown): Row {
  return Object.fromEntries(Object.entries(readObject(body)).map(([name, value]) => [name, printValue(value)]))
}

function printValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`
  if (!isObject(value)) return String(value)
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}=${printValue(inner)}`)
    .join(', ')}}`
}
