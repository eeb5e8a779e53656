import type { Audience } from '../../domain/command'
import type { Json, JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import type { HttpAnswer, HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { readId } from './wire'

/** Comments may be 32 KB each, and an answer no more than a few megabytes. */
const commentsOfPage = 50

export interface StoredComment {
  id: string
  body: Json | undefined
}

/** `GET /issue/{id}/comment/{id}`, or null on 404: deleted, or the issue is. */
export async function getComment(
  call: ReadCall,
  form: CommentForm,
  at: { issueId: string; commentId: string },
): Promise<StoredComment | null> {
  const request: HttpRequest = {
    method: 'GET',
    path: `${pathOf(form, at.issueId)}/${encodeURIComponent(at.commentId)}`,
  }
  const answer = await call.read(request)
  return answer.status === 404 ? null : readStored(request, answer)
}

/** Our own comments with this marker, the oldest first; null where the issue is not there. */
export async function findMarkedComments(
  call: ReadCall,
  form: CommentForm,
  at: { issueId: string; marker: string },
): Promise<StoredComment[] | null> {
  const own = await listOwnComments(call, form, at.issueId)
  if (own === null) return null
  const told = form.tellsProperties ? await tellProperties(call, form, own) : own
  return told
    .filter(comment => form.isMarked(comment, at.marker))
    .flatMap(comment => {
      const id = readId(readValue(comment, 'id'))
      return id === undefined ? [] : [{ id, body: readValue(comment, 'body') }]
    })
    .sort((a, b) => Number(a.id) - Number(b.id))
}

/** `POST /issue/{id}/comment`, or `PUT …/comment/{id}` where there is one; answers its id. */
export async function writeComment(
  call: WriteCall,
  form: CommentForm,
  wish: { issueId: string; commentId: string | null; marker: string; text: string; audience: Audience },
): Promise<string> {
  const { issueId, commentId, marker, text, audience } = wish
  const body = { body: form.bodyOf(text, marker), properties: form.propertiesOf(marker, audience) }
  const path = pathOf(form, issueId)
  const request: HttpRequest =
    commentId === null
      ? { method: 'POST', path, body }
      : { method: 'PUT', path: `${path}/${encodeURIComponent(commentId)}`, query: form.editQuery, body }
  return readStored(request, await call.write(request)).id
}

/** Of our account only: people may quote a marker, and a comment of theirs is not for us to edit. */
async function listOwnComments(call: ReadCall, form: CommentForm, issueId: string): Promise<JsonObject[] | null> {
  const account = await readAccount(call, form.api)
  const own: JsonObject[] = []
  for (let startAt = 0; ; ) {
    const query = { startAt: String(startAt), maxResults: String(commentsOfPage) }
    const request: HttpRequest = { method: 'GET', path: pathOf(form, issueId), query }
    const answer = await call.read(request)
    if (answer.status === 404) return null
    const page = recordOf(request, answer)
    const total = readValue(page, 'total')
    if (typeof total !== 'number' || !Array.isArray(readValue(page, 'comments'))) {
      throw unreadableAnswer(request, answer.status)
    }
    const comments = readObjects(page, 'comments')
    own.push(...comments.filter(comment => accountOf(readObject(comment, 'author')) === account))
    startAt += comments.length
    if (comments.length === 0 || startAt >= total) return own
  }
}

/** `POST /comment/list`: a read, and the only one that tells the properties of comments (jira.md section 3.2). */
async function tellProperties(call: ReadCall, form: CommentForm, comments: JsonObject[]): Promise<JsonObject[]> {
  const ids = comments.map(comment => Number(readId(readValue(comment, 'id')))).filter(Number.isSafeInteger)
  const told: JsonObject[] = []
  for (let from = 0; from < ids.length; from += commentsOfPage) {
    const body = { ids: ids.slice(from, from + commentsOfPage) }
    const request: HttpRequest = {
      method: 'POST',
      path: `${form.api}/comment/list`,
      query: { expand: 'properties' },
      body,
    }
    const answer = await call.read(request)
    const page = recordOf(request, answer)
    const values = readObjects(page, 'values')
    // Nothing is known of a comment that is left out, and ours could be that one.
    if (values.length < body.ids.length) throw unreadableAnswer(request, answer.status)
    told.push(...values)
  }
  return told
}

/** Whose credentials ours are. */
export async function readAccount(call: ReadCall, api: string): Promise<string> {
  const request: HttpRequest = { method: 'GET', path: `${api}/myself` }
  const answer = await call.read(request)
  const account = accountOf(recordOf(request, answer))
  if (account === undefined) throw unreadableAnswer(request, answer.status)
  return account
}

/** Cloud knows people by account id, Data Center by a key that outlives their name. */
export function accountOf(person: JsonObject | undefined): string | undefined {
  return readString(person, 'accountId') ?? readString(person, 'key') ?? readString(person, 'name')
}

function readStored(request: HttpRequest, answer: HttpAnswer): StoredComment {
  const comment = recordOf(request, answer)
  const id = readId(readValue(comment, 'id'))
  if (id === undefined) throw unreadableAnswer(request, answer.status)
  return { id, body: readValue(comment, 'body') }
}

function pathOf({ api }: CommentForm, issueId: string): string {
  return `${api}/issue/${encodeURIComponent(issueId)}/comment`
}
