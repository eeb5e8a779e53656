import type { AttachFile } from '../../domain/command'
import { sha256Hex } from '../../domain/ids'
import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, ReadFile, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { cutFileName, readVaultFile, type VaultReader } from '../vault-file'
import { downloadFile, findFileRows, readFileRow, uploadFile } from './attachment-api'
import type { Place } from './journal-entry'
import { readSysId } from './wire'

/** Below the body limit of one request (`http-client.ts`); instances take 1 GB unless told otherwise. */
const mostBytes = 31_000_000
/** What `sys_attachment` holds of a name. */
const longestName = 100

export interface FileParts {
  readFile: VaultReader
}

/** A file under a ticket; the marker in its name tells it again. The bytes are read once it is known to be missing. */
export async function attachFile(
  command: AttachFile,
  { call, place, readFile }: FileParts & { call: WriteCall; place: Place },
): Promise<TicketApplied> {
  const notes = notesOf(command)
  const [earlier] = await findFiles(call, command)
  if (earlier !== undefined) return { id: earlier, notes }
  const { bytes, mimeType } = await readVaultFile(command, readFile, mostBytes)
  const row = await uploadFile(call, { ...place, fileName: nameOf(command), bytes, mimeType })
  const id = readSysId(readValue(row, 'sys_id')) ?? ''
  if (isWhole(row, bytes)) return { id, notes }
  throw new BridgeError('rejected', `ServiceNow holds other bytes than were sent; delete attachment ${id} there`, {
    code: 'file-mismatch',
  })
}

export async function lookUpFile(command: AttachFile, call: ReadCall): Promise<LookedUp<TicketApplied>> {
  const [id] = await findFiles(call, command)
  if (id === undefined) return { status: 'missing', what: 'the file' }
  return { status: 'found', applied: { id, notes: notesOf(command) } }
}

export async function findDuplicateFiles(command: AttachFile, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await findFiles(call, command)
  return kept === undefined ? [] : others.map(found => ({ what: 'file', found, kept }))
}

/** A file of a ticket; null where it is not there, or belongs to another record. */
export async function readAttachment(
  call: ReadCall,
  ticket: { id: string },
  { id, mostBytes: most }: { id: string; mostBytes: number },
): Promise<ReadFile | null> {
  const sysId = readSysId(id)
  const row = sysId === undefined ? null : await readFileRow(call, sysId)
  if (row === null || sysId === undefined || readString(row, 'table_sys_id') !== ticket.id) return null
  const size = Number(readString(row, 'size_bytes') ?? 0)
  if (size > most) {
    const says = `The file has ${size} bytes; at most ${most} are read`
    throw new BridgeError('rejected', says, { code: 'file-too-large' })
  }
  const bytes = await downloadFile(call, sysId, most)
  if (bytes === null) return null
  // A login page and a hibernating instance answer 200 too.
  if (!isWhole(row, bytes)) {
    throw new BridgeError('unavailable', 'The answer is not the file asked for', { code: 'unreadable-answer' })
  }
  const mimeType = readString(row, 'content_type') ?? null
  return { fileName: readString(row, 'file_name') ?? sysId, mimeType: mimeType === '' ? null : mimeType, bytes }
}

/** The oldest first. Where both tell a hash, one that differs is another file's. */
async function findFiles(call: ReadCall, { ticket, marker, sha256 }: AttachFile): Promise<string[]> {
  const rows = await findFileRows(call, `table_sys_id=${ticket.id}^file_nameSTARTSWITH${marker}-^ORDERBYsys_created_on`)
  const isOurs = (row: JsonObject) => {
    const hash = readString(row, 'hash') ?? ''
    const isOther = sha256 !== null && hash !== '' && hash.toLowerCase() !== sha256.toLowerCase()
    const isHere = readString(row, 'table_sys_id') === ticket.id
    return isHere && !isOther && readString(row, 'file_name')?.startsWith(`${marker}-`) === true
  }
  return rows.filter(isOurs).flatMap(row => readSysId(readValue(row, 'sys_id')) ?? [])
}

/** By hash where the instance has one, and by size; what it does not tell is not held against it. */
function isWhole(row: JsonObject, bytes: Buffer): boolean {
  const [hash, size] = [readString(row, 'hash') ?? '', readString(row, 'size_bytes') ?? '']
  const isSameHash = hash === '' || hash.toLowerCase() === sha256Hex(bytes)
  return isSameHash && (size === '' || Number(size) === bytes.length)
}

function nameOf({ marker, fileName }: AttachFile): string {
  const safe = fileName.replace(/[\p{Cc}\p{Bidi_Control}"\\/:*?<>|%]/gu, '_')
  return `${marker}-${cutFileName(safe, longestName - marker.length - 1)}`
}

/** ServiceNow has no files for insiders alone. */
function notesOf({ audience }: AttachFile): string[] {
  return audience === 'internal' ? ['ServiceNow shows a file to everybody who may see the ticket'] : []
}
