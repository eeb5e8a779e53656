import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { isBridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import { readFileWindow } from './attachment-api'
import type { ReadOwnAccount } from './own-account'
import { type RowWindow, readWindow } from './table-api'
import { isMarked } from './talk-rows'
import { readSysId } from './wire'

export interface TalkLine {
  call: ReadCall
  account: ReadOwnAccount
}

export interface TalkParts extends TalkLine {
  tables: readonly string[]
}

export interface RowsWanted {
  /** Ids of records. */
  of: readonly string[]
  isKnown(id: string): boolean
  rowsOfPage: number
}

export const entryColumns = 'sys_id,element_id,element,value,sys_created_on,sys_created_by'

/** Entries of these records' journals; null where our user may not read the table of journals. */
export async function listEntries({ call, account }: TalkLine, wanted: RowsWanted): Promise<JsonObject[] | null> {
  const query = `element_id${oneOf(wanted.of)}^elementINwork_notes,comments^${newestFirst}`
  const asked = { table: 'sys_journal_field', fields: entryColumns, query }
  const read = (offset: number) => readWindow(call, { ...asked, limit: wanted.rowsOfPage, offset })
  return listRows({ read, account, column: 'element_id' }, wanted)
}

/** Files of these records; null where our user may not read them. */
export async function listFiles({ call, account }: TalkLine, wanted: RowsWanted): Promise<JsonObject[] | null> {
  const query = `table_sys_id${oneOf(wanted.of)}^${newestFirst}`
  const read = (offset: number) => readFileWindow(call, { query, limit: wanted.rowsOfPage, offset })
  return listRows({ read, account, column: 'table_sys_id' }, wanted)
}

/** By its mark and its author: people quote marks. Where it is not known who we are, what it says has to tell. */
async function isOwnRow(row: JsonObject, account: ReadOwnAccount): Promise<boolean> {
  if (!isMarked(row)) return false
  const own = await account()
  return own !== null && readString(row, 'sys_created_by') === own
}

/** What is added meanwhile moves the windows on: then a row comes twice, and none is missed. */
const newestFirst = 'ORDERBYDESCsys_created_on^ORDERBYDESCsys_id'
const mostPages = 20

interface RowSource {
  read(offset: number): Promise<RowWindow>
  account: ReadOwnAccount
  /** That names the record. */
  column: string
}

/** New rows that are not our own, the newest first, up to a page without any: what lies behind was told before. */
async function listRows(source: RowSource, { of, isKnown, rowsOfPage }: RowsWanted): Promise<JsonObject[] | null> {
  const rows = new Map<string, JsonObject>()
  for (let page = 0; page < mostPages; page += 1) {
    const window = await readUnlessForbidden(source, page * rowsOfPage)
    const isHidden = window?.rows.length === 0 && (window.total ?? 0) > 0
    if (window === null || (page === 0 && isHidden)) return null
    const before = rows.size
    // Terms that the instance does not understand are ignored there.
    const asked = window.rows.filter(row => of.includes(readString(row, source.column) ?? ''))
    const news = asked.filter(row => !isKnown(idOf(row)))
    for (const row of news) if (!(await isOwnRow(row, source.account))) rows.set(idOf(row), row)
    const isOld = news.length < asked.length && rows.size === before
    if (isOld || !hasMore(window, { page, rowsOfPage })) break
  }
  return [...rows.values()]
}

function hasMore({ rows, total }: RowWindow, { page, rowsOfPage }: { page: number; rowsOfPage: number }): boolean {
  return total === null ? rows.length >= rowsOfPage : total > (page + 1) * rowsOfPage
}

function idOf(row: JsonObject): string {
  return readSysId(readValue(row, 'sys_id')) ?? ''
}

async function readUnlessForbidden({ read }: RowSource, offset: number): Promise<RowWindow | null> {
  try {
    return await read(offset)
  } catch (error) {
    if (isBridgeError(error) && error.code === 'forbidden') return null
    throw error
  }
}

function oneOf(ids: readonly string[]): string {
  return ids.length === 1 ? `=${ids[0]}` : `IN${ids.join(',')}`
}
