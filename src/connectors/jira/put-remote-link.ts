import type { PutRemoteLink } from '../../domain/command'
import { canonicalJson, type JsonObject } from '../../domain/json'
import { readObject, readString, readValue } from '../../domain/read-json'
import type { LookedUp, TicketApplied } from '../connector'
import type { HttpAnswer, HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer, type WriteCall } from '../ticket-call'
import type { CommentForm } from './comment-form'
import { readId } from './wire'

/** The link beside the issue: Jira itself makes it one by its `globalId` (jira.md section 3.2). */
export async function putRemoteLink(
  command: PutRemoteLink,
  at: { call: WriteCall; form: CommentForm },
): Promise<TicketApplied> {
  const wanted = linkOf(command)
  const link = await getLink(command, at)
  if (link !== null && isSameLink(link.record, wanted)) return { id: link.id, notes: [] }
  const request: HttpRequest = { method: 'POST', path: pathOf(command, at.form), body: wanted }
  return { id: readLink(request, await at.call.write(request)).id, notes: [] }
}

export async function lookUpRemoteLink(
  command: PutRemoteLink,
  at: { call: ReadCall; form: CommentForm },
): Promise<LookedUp<TicketApplied>> {
  const link = await getLink(command, at)
  if (link === null) return { status: 'missing', what: 'the link' }
  if (!isSameLink(link.record, linkOf(command))) return { status: 'missing', what: 'what the link should say' }
  return { status: 'found', applied: { id: link.id, notes: [] } }
}

/** Null on 404: no such link, or no such issue. */
async function getLink(
  command: PutRemoteLink,
  { call, form }: { call: ReadCall; form: CommentForm },
): Promise<RemoteLink | null> {
  const query = { globalId: command.globalId }
  const request: HttpRequest = { method: 'GET', path: pathOf(command, form), query }
  const answer = await call.read(request)
  return answer.status === 404 ? null : readLink(request, answer)
}

interface RemoteLink {
  id: string
  record: JsonObject
}

function readLink(request: HttpRequest, answer: HttpAnswer): RemoteLink {
  const record = recordOf(request, answer)
  const id = readId(readValue(record, 'id'))
  if (id === undefined) throw unreadableAnswer(request, answer.status)
  return { id, record }
}

/** All of it, always: what is left out, Jira sets to null. */
function linkOf({ globalId, url, title, summary, isResolved }: PutRemoteLink): JsonObject {
  return {
    globalId,
    application: { type: 'com.splunk.soar', name: 'Splunk SOAR' },
    relationship: 'is handled in',
    object: { url, title: cut(title), summary: cut(summary), icon: {}, status: { resolved: isResolved, icon: {} } },
  }
}

const longestText = 255

function cut(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, longestText).trim()
}

/** By what we set; Jira adds members of its own. */
function isSameLink(found: JsonObject, wanted: JsonObject): boolean {
  return canonicalJson(partsOf(found)) === canonicalJson(partsOf(wanted))
}

function partsOf(link: JsonObject): JsonObject {
  const object = readObject(link, 'object')
  const told = ['url', 'title', 'summary'].map(name => readString(object, name) ?? '')
  const isResolved = readValue(readObject(object, 'status'), 'resolved') === true
  const application = readString(readObject(link, 'application'), 'type') ?? ''
  return { told, isResolved, application, relationship: readString(link, 'relationship') ?? '' }
}

function pathOf({ ticket }: PutRemoteLink, { api }: CommentForm): string {
  return `${api}/issue/${encodeURIComponent(ticket.id)}/remotelink`
}
