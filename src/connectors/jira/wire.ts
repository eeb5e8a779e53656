import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import { readText } from './adf-to-text'

/** What we read of a delivery, whichever of Jira's shapes it came in. */
export interface JiraDelivery extends JiraEnvelope {
  comment: JiraComment | undefined
  attachment: JiraAttachment | undefined
  changelog: JiraChangelogItem[]
}

/** What was changed at once. */
export interface JiraHistory {
  /** Epoch milliseconds. */
  at: number
  items: JiraChangelogItem[]
}

export interface JiraEnvelope {
  /** `webhookEvent`; automation rules and service desk send none. */
  event: string | undefined
  /** Epoch milliseconds at which the event happened. */
  timestamp: number | undefined
  issue: JiraIssue | undefined
  /** From the comment's own address; Data Center's comment events name the issue nowhere else. */
  commentedIssueId: string | undefined
}

export interface JiraIssue {
  id: string | undefined
  key: string | undefined
  fields: JsonObject
  /** Where the issue was read with it; on Cloud the latest hundred. */
  histories: JiraHistory[]
}

export interface JiraComment {
  id: string | undefined
  /** Epoch milliseconds. */
  updated: number | undefined
  author: string | undefined
  body: string | undefined
  isPublic: boolean | undefined
}

export interface JiraAttachment {
  id: string | undefined
  created: number | undefined
  fileName: string | undefined
  size: number | undefined
  mimeType: string | undefined
}

export interface JiraChangelogItem {
  field: string | undefined
  /** Data Center tells none; there the system's own fields are called by their ids. */
  fieldId: string | undefined
  /** Ids before and after, where they are ids. */
  from: string | undefined
  to: string | undefined
  /** Jira's `toString`: what people call `to`. */
  toName: string | undefined
}

/** The part that says which issue a delivery is about; at the door nothing more is read. */
export function readEnvelope(payload: JsonObject): JiraEnvelope {
  const timestamp = readValue(payload, 'timestamp')
  return {
    event: readString(payload, 'webhookEvent'),
    timestamp: typeof timestamp === 'number' && Number.isSafeInteger(timestamp) ? timestamp : undefined,
    issue: findIssue(payload),
    commentedIssueId: readCommentedIssueId(readObject(payload, 'comment')),
  }
}

export function readDelivery(payload: JsonObject): JiraDelivery {
  const comment = readObject(payload, 'comment')
  const attachment = readObject(payload, 'attachment')
  return {
    ...readEnvelope(payload),
    comment: comment && readComment(comment),
    attachment: attachment && readAttachment(attachment),
    changelog: readObjects(readObject(payload, 'changelog'), 'items').map(readChangelogItem),
  }
}

export function readIssue(issue: JsonObject): JiraIssue {
  return {
    id: readId(readValue(issue, 'id')),
    key: readKey(readValue(issue, 'key')),
    fields: readObject(issue, 'fields') ?? {},
    histories: readObjects(readObject(issue, 'changelog'), 'histories').flatMap(history => {
      const at = readTime(history, 'created')
      return at === undefined ? [] : [{ at, items: readObjects(history, 'items').map(readChangelogItem) }]
    }),
  }
}

/** Epoch milliseconds. */
export function readUpdated(issue: JiraIssue | undefined): number | undefined {
  return readTime(issue?.fields, 'updated')
}

export function readComment(comment: JsonObject): JiraComment {
  const author = readObject(comment, 'author')
  return {
    id: readId(readValue(comment, 'id')),
    updated: readTime(comment, 'updated') ?? readTime(comment, 'created'),
    author: readString(author, 'displayName') ?? readString(author, 'name') ?? readString(author, 'accountId'),
    body: readText(readValue(comment, 'body')),
    isPublic: readIsPublic(comment),
  }
}

export function readAttachment(attachment: JsonObject): JiraAttachment {
  const size = readValue(attachment, 'size')
  return {
    id: readId(readValue(attachment, 'id')),
    created: readTime(attachment, 'created'),
    fileName: readString(attachment, 'filename'),
    size: typeof size === 'number' ? size : undefined,
    mimeType: readString(attachment, 'mimeType'),
  }
}

/** An immutable id: a string, or a number in automation formats. */
export function readId(value: Json | undefined): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^\d{1,20}$/.test(text) ? text : undefined
}

/** A key; some deliveries carry trailing blanks. */
export function readKey(value: Json | undefined): string | undefined {
  const key = typeof value === 'string' ? value.trimEnd() : ''
  return /^[A-Z][A-Z0-9_]{1,254}-\d{1,20}$/.test(key) ? key : undefined
}

/** The issue wherever it stands: wrapped, as the body itself (automation format), or only named (custom data). */
function findIssue(payload: JsonObject): JiraIssue | undefined {
  const wrapped = readValue(payload, 'issue')
  if (isJsonObject(wrapped)) return readIssue(wrapped)
  const isTheIssueItself =
    readObject(payload, 'fields') !== undefined || readKey(readValue(payload, 'key')) !== undefined
  if (isTheIssueItself && !Object.hasOwn(payload, 'webhookEvent')) return readIssue(payload)
  const id = readId(readValue(payload, 'issueId')) ?? readId(readValue(readObject(payload, 'worklog'), 'issueId'))
  const key = readKey(wrapped) ?? readKey(readValue(payload, 'issueKey'))
  return id === undefined && key === undefined ? undefined : { id, key, fields: {}, histories: [] }
}

/** `…/rest/api/2/issue/<issue id>/comment/<comment id>`, below a context path or not. */
function readCommentedIssueId(comment: JsonObject | undefined): string | undefined {
  return readId(readString(comment, 'self')?.split('/').at(-3))
}

function readChangelogItem(item: JsonObject): JiraChangelogItem {
  return {
    field: readString(item, 'field'),
    fieldId: readString(item, 'fieldId') ?? readString(item, 'field'),
    from: readId(readValue(item, 'from')),
    to: readId(readValue(item, 'to')),
    toName: readString(item, 'toString'),
  }
}

/** Unknown where the delivery says neither; a service desk's Data Center does not say. */
function readIsPublic(comment: JsonObject): boolean | undefined {
  if (readObject(comment, 'visibility') !== undefined) return false
  const isPublic = readValue(comment, 'jsdPublic')
  return typeof isPublic === 'boolean' ? isPublic : undefined
}

/** ISO 8601 with an offset (`2019-02-15T19:11:18.321-0800`) as epoch milliseconds. */
export function readTime(parent: JsonObject | undefined, name: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/.exec(readString(parent, name) ?? '')
  if (parts === null) return undefined
  const [, time, fraction = '.0', offset = 'Z'] = parts
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
  const ms = Date.parse(`${time}${fraction.slice(0, 4).padEnd(4, '0')}${zone}`)
  return Number.isNaN(ms) ? undefined : ms
}
