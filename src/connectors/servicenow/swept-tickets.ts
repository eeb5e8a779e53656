import { isJsonObject, type JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import type { SweptTicket } from '../connector'
import { listEntries, listFiles, type TalkLine } from './list-talk'
import { rowsOf } from './normalize'
import { readNumber, readRecord, readSysId } from './wire'

/** The record as a push would wrap it; nothing where it has no version. */
export function sweptTicketOf(row: JsonObject, table: string): SweptTicket[] {
  const id = readSysId(readValue(row, 'sys_id'))
  const { updatedAt } = readRecord(row)
  if (id === undefined || updatedAt === undefined) return []
  const key = readNumber(readValue(row, 'number')) ?? id
  return [{ id, key, collection: table, updatedAt, payload: { table, record: row } }]
}

/** Ids of one query; proxies read some 8 KB of a request line. */
const mostIds = 100
const rowsOfPage = 500

/**
 * The same with the entries of their journals and their files. A record shows its whole journal as a single text, which
 * stays where our user may not list the entries, and there alone.
 */
export async function withTalk(tickets: readonly SweptTicket[], line: TalkLine): Promise<SweptTicket[]> {
  const told: SweptTicket[] = []
  for (let from = 0; from < tickets.length; from += mostIds) {
    const some = tickets.slice(from, from + mostIds)
    const wanted = { of: some.map(({ id }) => id), isKnown: () => false, rowsOfPage }
    const [entries, files] = await Promise.all([listEntries(line, wanted), listFiles(line, wanted)])
    const [entriesOf, filesOf] = [groupBy(entries ?? [], 'element_id'), groupBy(files ?? [], 'table_sys_id')]
    for (const ticket of some) {
      const payload = {
        ...(entries === null
          ? ticket.payload
          : { ...withoutJournals(ticket.payload), [rowsOf.entries]: entriesOf.get(ticket.id) ?? [] }),
        [rowsOf.files]: filesOf.get(ticket.id) ?? [],
      }
      told.push({ ...ticket, payload })
    }
  }
  return told
}

const journals = new Set(['comments', 'work_notes', 'comments_and_work_notes'])

function withoutJournals({ record, ...rest }: JsonObject): JsonObject {
  const columns = Object.entries(isJsonObject(record) ? record : {})
  return { ...rest, record: Object.fromEntries(columns.filter(([name]) => !journals.has(name))) }
}

function groupBy(rows: readonly JsonObject[], column: string): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>()
  for (const row of rows) {
    const id = readString(row, column) ?? ''
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [row])
    else group.push(row)
  }
  return groups
}
