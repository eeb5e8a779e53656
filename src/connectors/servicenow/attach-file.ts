import type { AttachFile } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { cutFileName, readVaultFile, type VaultReader } from '../vault-file'
import { findFileRows, isWhole, uploadFile } from './attachment-api'
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

function nameOf({ marker, fileName }: AttachFile): string {
  const safe = fileName.replace(/[\p{Cc}\p{Bidi_Control}"\\/:*?<>|%]/gu, '_')
  return `${marker}-${cutFileName(safe, longestName - marker.length - 1)}`
}

/** ServiceNow has no files for insiders alone. */
function notesOf({ audience }: AttachFile): string[] {
  return audience === 'internal' ? ['ServiceNow shows a file to everybody who may see the ticket'] : []
}
