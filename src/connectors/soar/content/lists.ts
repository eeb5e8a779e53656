import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import { readId } from '../answer'
import type { ReadCall, WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { make, nullIfMissing } from './confirm'

const path = '/rest/decided_list'
const mostCsvBytes = 64_000_000

export type Cell = string | number | boolean | null

export interface DecidedList {
  id: string
  name: string
  rows: Cell[][]
}

/** Rows to replace by their place, to take away, to add; in this order. */
export interface ListChange {
  update?: Readonly<Record<number, Cell[]>>
  /** Not verified against a real SOAR. */
  delete?: readonly number[]
  append?: readonly Cell[][]
}

/** Custom lists, each by its id or its name (soar.md section 11). A token may delete them. */
export function createListsApi(call: WriteCall) {
  const write = async (key: string, body: JsonObject): Promise<void> => {
    await make(call, addressOf(key), body)
  }
  return {
    create: async (name: string, rows: readonly Cell[][] = []): Promise<string> =>
      (await make(call, path, { name, content: copyRows(rows) })).id,
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    get: (key: string): Promise<DecidedList | null> => readList(call, key),
    replace: (key: string, rows: readonly Cell[][]): Promise<void> => write(key, { content: copyRows(rows) }),
    change: (key: string, { update, delete: gone, append }: ListChange): Promise<void> =>
      write(key, {
        ...(update !== undefined && { update_rows: Object.fromEntries(Object.entries(update)) }),
        ...(gone !== undefined && { delete_rows: [...gone] }),
        ...(append !== undefined && { append_rows: copyRows(append) }),
      }),
    /** As SOAR writes it. */
    readCsv: async (key: string): Promise<string> => {
      const query: [string, string][] = [['_output_format', 'csv']]
      return (await call.getBytes(`${addressOf(key)}/formatted_content`, query, mostCsvBytes)).toString('utf8')
    },
    async delete(key: string): Promise<void> {
      await call.delete(addressOf(key))
    },
  }
}

function addressOf(key: string): string {
  return `${path}/${encodeURIComponent(key)}`
}

async function readList(call: ReadCall, key: string): Promise<DecidedList | null> {
  const record = await nullIfMissing(call.get(addressOf(key)))
  if (record === null) return null
  const id = isJsonObject(record) ? readId(record.id) : null
  const rows = isJsonObject(record) ? readRows(record.content) : null
  if (!isJsonObject(record) || id === null || rows === null) {
    throw new BridgeError('unavailable', `GET ${path}: the answer is not a list`, { code: 'unreadable-answer' })
  }
  return { id, name: typeof record.name === 'string' ? record.name : '', rows }
}

function readRows(content: Json | undefined): Cell[][] | null {
  if (!Array.isArray(content)) return null
  const rows = content.map(row => (Array.isArray(row) ? row : [row]))
  return rows.every(row => row.every(isCell)) ? (rows as Cell[][]) : null
}

function isCell(value: Json): value is Cell {
  return typeof value !== 'object' || value === null
}

function copyRows(rows: readonly Cell[][]): Json[] {
  return rows.map(row => [...row])
}
