import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import type { AttachmentChange, CommentChange } from '../../domain/ticket'
import { withoutEditSign } from './journal-entry'
import { readSysId, readTime } from './wire'

/** Rows of `sys_journal_field` as comments; each entry has an id of its own, is never changed, and is of one time. */
export function readEntryRows(rows: Json | undefined): CommentChange[] {
  return objectsIn(rows).flatMap((row): CommentChange[] => {
    const stamp = readStamp(row)
    const [body, element] = [withoutEditSign(readString(row, 'value')?.trim() ?? ''), readString(row, 'element')]
    if (stamp === null || body === '' || (element !== 'work_notes' && element !== 'comments')) return []
    const author = readString(row, 'sys_created_by') ?? ''
    const isPublic = element === 'comments'
    return [{ kind: 'comment', ...stamp, deleted: false, body, isPublic, ...(author !== '' && { author }) }]
  })
}

/** Rows of `sys_attachment`. */
export function readFileRows(rows: Json | undefined): AttachmentChange[] {
  return objectsIn(rows).flatMap((row): AttachmentChange[] => {
    const stamp = readStamp(row)
    if (stamp === null) return []
    const [fileName, mimeType] = [readString(row, 'file_name') ?? '', readString(row, 'content_type') ?? '']
    const size = Number(readString(row, 'size_bytes') || Number.NaN)
    return [
      {
        kind: 'attachment',
        ...stamp,
        deleted: false,
        ...(fileName !== '' && { fileName }),
        ...(mimeType !== '' && { mimeType }),
        ...(Number.isSafeInteger(size) && { size }),
      },
    ]
  })
}

/** It bears the mark of the bridge: at the end of an entry's text, or before the name of a file. A person may quote it. */
export function isMarked(row: JsonObject): boolean {
  const text = readString(row, 'value')?.trimEnd().slice(-longestSignature) ?? ''
  return signature.test(text) || markedName.test(readString(row, 'file_name') ?? '')
}

/** `[soarbridge:<marker>]`, for entries that stand for notes with hashes of the text behind it (`journal-entry.ts`). */
const signature = /\[soarbridge:[0-9a-f]{26}(?:\.[0-9a-f]{6,12}){0,2}\]$/
const longestSignature = 80
const markedName = /^[0-9a-f]{26}-/

function readStamp(row: JsonObject) {
  const id = readSysId(readValue(row, 'sys_id'))
  const at = readTime(row, 'sys_created_on')
  return id === undefined || at === undefined ? null : { id, version: { at } }
}

function objectsIn(rows: Json | undefined): JsonObject[] {
  return Array.isArray(rows) ? rows.filter(isJsonObject) : []
}
