import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { presumedMark } from '../../domain/presumed'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import type { AttachmentChange, CommentChange, TicketChange, TicketStateChange } from '../../domain/ticket'
import type { Normalized } from '../connector'
import { isAdf, readText } from './adf-to-text'
import {
  type JiraAttachment,
  type JiraChangelogItem,
  type JiraComment,
  type JiraDelivery,
  type JiraHistory,
  type JiraIssue,
  readAttachment,
  readComment,
  readDelivery,
  readUpdated,
} from './wire'

/** What one delivery says; `at` stands in where Jira gives no version of its own, in epoch milliseconds. */
export function normalize(payload: JsonObject, receivedAt: number, browseUrl: string): Normalized {
  const delivery = readDelivery(payload)
  const { event, timestamp, issue, changelog } = delivery
  const at = timestamp ?? receivedAt
  // Nothing else is taken from a deletion: its fields would pass for a sign of life.
  if (event === 'jira:issue_deleted') {
    const isPresumed = readValue(payload, presumedMark) === true
    return {
      changes: [{ kind: 'ticket-deleted', version: { at }, ...(isPresumed && { isPresumed }) }],
      mustReread: false,
    }
  }
  const comments = readComments(delivery, at)
  const state = issue && stateOf(withHistory(issue, { at: readUpdated(issue) ?? at, items: changelog }), at, browseUrl)
  const changes: TicketChange[] = [...(state ? [state] : []), ...comments, ...readAttachments(delivery, at)]
  const isUnversioned = timestamp === undefined && readUpdated(issue) === undefined
  const isNotice = state === undefined || Object.keys(state.fields).length === 0
  const isAboutTicket = issue !== undefined || delivery.commentedIssueId !== undefined
  return { changes, mustReread: isAboutTicket && (isUnversioned || isNotice) }
}

/** The state that an issue shows, or undefined where it shows neither a field nor its key. */
export function stateOf(issue: JiraIssue, at: number, browseUrl: string): TicketStateChange | undefined {
  const { key, fields, histories } = issue
  const updated = readUpdated(issue)
  const isEmpty = Object.keys(fields).length === 0
  if (isEmpty && key === undefined) return undefined
  const project = readString(readObject(fields, 'project'), 'key') ?? key?.slice(0, key.lastIndexOf('-'))
  return {
    kind: 'ticket-state',
    version: { at: updated ?? at },
    ...(key !== undefined && { key, url: `${browseUrl}/browse/${key}` }),
    ...(project !== undefined && { collection: project }),
    fields: cleanFields(fields),
    complete:
      updated !== undefined && (Object.hasOwn(fields, 'description') || Object.keys(fields).length >= wholeIssue),
    ...(histories.length > 0 && { changedAt: changedAt(histories) }),
  }
}

/** What a delivery tells of changes beside the issue. */
function withHistory(issue: JiraIssue, history: JiraHistory): JiraIssue {
  return history.items.length === 0 ? issue : { ...issue, histories: [...issue.histories, history] }
}

function changedAt(histories: readonly JiraHistory[]): Record<string, number> {
  const times = new Map<string, number>()
  for (const { at, items } of histories) {
    for (const { fieldId } of items) {
      if (fieldId !== undefined) times.set(fieldId, Math.max(at, times.get(fieldId) ?? at))
    }
  }
  return Object.fromEntries(times)
}

/** Comment events show six fields, whole issues forty and more; `description` is absent where a screen scheme hides it. */
const wholeIssue = 15

/** Lists with a life of their own: each entry is a change by itself. */
const listFields = new Set(['attachment', 'comment', 'worklog'])
/** Addresses of pictures and of the API; they differ between the hosts of one site. */
const noise = new Set(['avatarUrls', 'iconUrl', 'self'])

/** Without lists that have a life of their own, texts plain. */
export function cleanFields(fields: JsonObject): JsonObject {
  const kept = Object.entries(fields).filter(([name]) => !listFields.has(name))
  return Object.fromEntries(kept.map(([name, value]): [string, Json] => [name, cleanValue(value)]))
}

function cleanValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(cleanValue)
  if (!isJsonObject(value)) return value
  if (isAdf(value)) return readText(value) ?? ''
  const kept = Object.entries(value).filter(([name]) => !noise.has(name))
  return Object.fromEntries(kept.map(([name, member]): [string, Json] => [name, cleanValue(member)]))
}

/** When something was said, where it does not say so itself, and whether it was its end. */
interface Occasion {
  at: number
  deleted: boolean
}

/** The comment of the event itself, and those that Data Center embeds in the issue. */
function readComments({ event, issue, comment }: JiraDelivery, at: number): CommentChange[] {
  const embedded = readObjects(readObject(issue?.fields, 'comment'), 'comments').map(readComment)
  const own = comment && toCommentChange(comment, { at, deleted: event === 'comment_deleted' })
  return [own, ...embedded.map(each => toCommentChange(each, { at, deleted: false }))].filter(
    change => change !== undefined,
  )
}

function toCommentChange(comment: JiraComment, { at, deleted }: Occasion): CommentChange | undefined {
  const { id, author, body, isPublic, updated } = comment
  if (id === undefined) return undefined
  return {
    kind: 'comment',
    id,
    version: { at: deleted ? at : (updated ?? at) },
    deleted,
    ...(author !== undefined && { author }),
    ...(body !== undefined && { body }),
    ...(isPublic !== undefined && { isPublic }),
  }
}

/** The attachment of the event itself, those that the issue lists, and those that its changelog names. */
function readAttachments({ event, issue, attachment, changelog }: JiraDelivery, at: number): AttachmentChange[] {
  const listed = readObjects(issue?.fields, 'attachment').map(readAttachment)
  const own = issue && attachment && toAttachmentChange(attachment, { at, deleted: event === 'attachment_deleted' })
  const changes = [own, ...listed.map(each => toAttachmentChange(each, { at, deleted: false }))]
  return [...changes.filter(change => change !== undefined), ...changelog.flatMap(item => readChangelogItem(item, at))]
}

function toAttachmentChange(attachment: JiraAttachment, { at, deleted }: Occasion): AttachmentChange | undefined {
  const { id, created, fileName, size, mimeType } = attachment
  if (id === undefined) return undefined
  return {
    kind: 'attachment',
    id,
    version: { at: deleted ? at : (created ?? at) },
    deleted,
    ...(fileName !== undefined && { fileName }),
    ...(size !== undefined && { size }),
    ...(mimeType !== undefined && { mimeType }),
  }
}

function readChangelogItem({ field, from, to, toName }: JiraChangelogItem, at: number): AttachmentChange[] {
  if (field !== 'Attachment') return []
  if (to === undefined)
    return from === undefined ? [] : [{ kind: 'attachment', id: from, version: { at }, deleted: true }]
  // It tells the name only; as the oldest version it never hides what a list tells.
  const version = { at: 0 }
  return [{ kind: 'attachment', id: to, version, deleted: false, ...(toName !== undefined && { fileName: toName }) }]
}
