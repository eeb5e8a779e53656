import { readString } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { ReadFile } from '../connector'
import type { ReadCall } from '../ticket-call'
import { downloadFile, isWhole, readFileRow } from './attachment-api'
import { readSysId } from './wire'

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
