import type { AttachFile } from '../../domain/command'
import { isJsonObject, type JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { accountOf, readAccount } from './comments'
import { readUpload, type UploadParts } from './read-upload'
import { readId } from './wire'

/** A file under an issue; the marker in its name tells it again. The bytes are read once it is known to be missing. */
export async function attachFile(command: AttachFile, at: UploadParts & { call: WriteCall }): Promise<TicketApplied> {
  const { call, form } = at
  const [file, ...twins] = (await findFiles(command, at)) ?? []
  if (file !== undefined) {
    const notes = twins.length === 0 ? [] : [`Jira holds this file more than once: ${twins.join(', ')}`]
    return { id: file, notes }
  }
  const request: HttpRequest = {
    method: 'POST',
    path: `${form.api}/issue/${encodeURIComponent(command.ticket.id)}/attachments`,
    headers: { 'x-atlassian-token': 'no-check' },
    upload: await readUpload(command, at),
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
