import { sha256Hex } from '../../domain/ids'
import { isJsonObject, type JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import { type RowWindow, type WindowAsked, windowOf } from './table-api'
import { readSysId } from './wire'

const path = '/api/now/attachment'

/** `GET /attachment`: what `sys_attachment` tells of files; none where we see none. */
export async function findFileRows(call: ReadCall, query: string): Promise<JsonObject[]> {
  const request: HttpRequest = { method: 'GET', path, query: { sysparm_query: query, sysparm_limit: '50' } }
  const answer = await call.read(request)
  if (answer.status === 404) return []
  const rows = readValue(recordOf(request, answer), 'result')
  if (!Array.isArray(rows)) throw unreadableAnswer(request, answer.status)
  return rows.filter(isJsonObject)
}

/** A window of the same, and how many match in all, those that are hidden from us included. */
export async function readFileWindow(call: ReadCall, { query, limit, offset }: WindowAsked): Promise<RowWindow> {
  const window = { sysparm_limit: String(limit), sysparm_offset: String(offset) }
  const request: HttpRequest = { method: 'GET', path, query: { sysparm_query: query, ...window } }
  const answer = await call.read(request)
  return answer.status === 404 ? { rows: [], total: 0 } : windowOf(request, answer)
}

/** `GET /attachment/{sys_id}`, or null on 404. */
export async function readFileRow(call: ReadCall, sysId: string): Promise<JsonObject | null> {
  const request: HttpRequest = { method: 'GET', path: `${path}/${sysId}` }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  const row = readValue(recordOf(request, answer), 'result')
  if (!isJsonObject(row) || readSysId(readValue(row, 'sys_id')) !== sysId)
    throw unreadableAnswer(request, answer.status)
  return row
}

/** `GET /attachment/{sys_id}/file`, or null on 404. */
export async function downloadFile(call: ReadCall, sysId: string, mostBytes: number): Promise<Buffer | null> {
  const request: HttpRequest = { method: 'GET', path: `${path}/${sysId}/file`, fileBytes: mostBytes }
  const answer = await call.read({ ...request, headers: { accept: '*/*' } })
  if (answer.status === 404) return null
  if (answer.bytes === undefined) throw unreadableAnswer(request, answer.status)
  return answer.bytes
}

export interface NewAttachment {
  table: string
  sysId: string
  fileName: string
  mimeType: string | null
  bytes: Buffer
}

/** `POST /attachment/file`: the body is the file. Answers what `sys_attachment` tells of it. */
export async function uploadFile(call: WriteCall, file: NewAttachment): Promise<JsonObject> {
  const { table, sysId, fileName, mimeType, bytes } = file
  const contentType = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mimeType ?? '') ? mimeType : null
  const request: HttpRequest = {
    method: 'POST',
    path: `${path}/file`,
    query: { table_name: table, table_sys_id: sysId, file_name: fileName },
    upload: { bytes, contentType: contentType ?? 'application/octet-stream' },
  }
  const answer = await call.write(request)
  const row = readValue(recordOf(request, answer), 'result')
  if (!isJsonObject(row) || readSysId(readValue(row, 'sys_id')) === undefined) {
    throw unreadableAnswer(request, answer.status)
  }
  return row
}

/** By hash where the instance has one, and by size; what it does not tell is not held against it. */
export function isWhole(row: JsonObject, bytes: Buffer): boolean {
  const [hash, size] = [readString(row, 'hash') ?? '', readString(row, 'size_bytes') ?? '']
  const isSameHash = hash === '' || hash.toLowerCase() === sha256Hex(bytes)
  return isSameHash && (size === '' || Number(size) === bytes.length)
}
