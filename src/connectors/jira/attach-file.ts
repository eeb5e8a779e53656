import { randomUUID } from 'node:crypto'
import type { AttachFile } from '../../domain/command'
import { isJsonObject, type JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { HttpRequest, Upload } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import { cutFileName, readVaultFile, type VaultReader } from '../vault-file'
import type { CommentForm } from './comment-form'
import { accountOf, readAccount } from './comments'
import { readId } from './wire'

/** Below the body limit of one request (`http-client.ts`), with room for what the form adds. */
const mostBytes = 31_000_000
/** Jira takes 255 characters. */
const longestName = 240

/** A file under an issue; the marker in its name tells it again. The bytes are read once it is known to be missing. */
export async function attachFile(
  command: AttachFile,
  at: { call: WriteCall; form: CommentForm; readFile: VaultReader },
): Promise<TicketApplied> {
  const { call, form } = at
  const [file, ...twins] = (await findFiles(command, at)) ?? []
  if (file !== undefined) {
    const notes = twins.length === 0 ? [] : [`Jira holds this file more than once: ${twins.join(', ')}`]
    return { id: file, notes }
  }
  const { bytes, mimeType } = await readVaultFile(command, at.readFile, await readUploadLimit(call, form))
  const request: HttpRequest = {
    method: 'POST',
    path: `${form.api}/issue/${encodeURIComponent(command.ticket.id)}/attachments`,
    headers: { 'x-atlassian-token': 'no-check' },
    upload: toForm({ name: nameOf(command, form), mimeType, bytes }),
  }
  const answer = await call.write(request)
  const [added] = Array.isArray(answer.body) ? answer.body : []
  const id = isJsonObject(added) ? readId(readValue(added, 'id')) : undefined
  if (id === undefined) throw unreadableAnswer(request, answer.status)
  return { id, notes: [] }
}

export async function lookUpFile(
  command: AttachFile,
  at: { call: ReadCall; form: CommentForm },
): Promise<LookedUp<TicketApplied>> {
  const found = await findFiles(command, at)
  if (found === null) return { status: 'missing', what: 'the ticket' }
  const [id] = found
  if (id === undefined) return { status: 'missing', what: 'the file' }
  return { status: 'found', applied: { id, notes: [] } }
}

export async function findDuplicateFiles(
  command: AttachFile,
  at: { call: ReadCall; form: CommentForm },
): Promise<Duplicate[]> {
  const [kept, ...others] = (await findFiles(command, at)) ?? []
  return kept === undefined ? [] : others.map(found => ({ what: 'file', found, kept }))
}

/** Ids of our own files with this marker, the oldest first; null where the issue is not there. */
async function findFiles(
  { ticket, marker }: AttachFile,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<string[] | null> {
  const path = `${form.api}/issue/${encodeURIComponent(ticket.id)}`
  const request: HttpRequest = { method: 'GET', path, query: { fields: 'attachment' } }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  const fields = readObject(recordOf(request, answer), 'fields')
  if (!Array.isArray(readValue(fields, 'attachment'))) throw unreadableAnswer(request, answer.status)
  const marked = readObjects(fields, 'attachment').filter(file => isMarked(file, marker))
  if (marked.length === 0) return []
  const account = await readAccount(call, form.api)
  const own = marked.filter(file => accountOf(readObject(file, 'author')) === account)
  return own.flatMap(file => readId(readValue(file, 'id')) ?? []).sort((a, b) => Number(a) - Number(b))
}

function isMarked(file: JsonObject, marker: string): boolean {
  return readString(file, 'filename')?.startsWith(`${marker}-`) === true
}

async function readUploadLimit(call: ReadCall, { api }: CommentForm): Promise<number> {
  const request: HttpRequest = { method: 'GET', path: `${api}/attachment/meta` }
  const answer = await call.read(request)
  if (answer.status === 404) return mostBytes
  const meta = recordOf(request, answer)
  if (readValue(meta, 'enabled') === false) {
    throw new BridgeError('rejected', 'Jira takes no attachments: they are turned off there', { code: 'files-off' })
  }
  const limit = readValue(meta, 'uploadLimit')
  return typeof limit === 'number' && limit > 0 ? Math.min(limit, mostBytes) : mostBytes
}

/** Some versions of Data Center answer 500 to anything but ASCII in a name (jira.md section 3.2). */
function nameOf({ marker, fileName }: AttachFile, { tellsProperties: isCloud }: CommentForm): string {
  const safe = fileName.replace(/[\p{Cc}\p{Bidi_Control}"\\/:*?<>|%]/gu, '_')
  const plain = isCloud ? safe : safe.replace(/[^ -~]/gu, '_')
  return `${marker}-${cutFileName(plain, longestName - marker.length)}`
}

/** `multipart/form-data` with the one field that Jira looks at. */
function toForm({ name, mimeType, bytes }: { name: string; mimeType: string | null; bytes: Buffer }): Upload {
  const boundary = `soarbridge-${randomUUID()}`
  const type = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mimeType ?? '') ? mimeType : 'application/octet-stream'
  const disposition = `Content-Disposition: form-data; name="file"; filename="${name}"`
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: ${type}\r\n\r\n`
  const whole = [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]
  return { bytes: Buffer.concat(whole), contentType: `multipart/form-data; boundary=${boundary}` }
}
