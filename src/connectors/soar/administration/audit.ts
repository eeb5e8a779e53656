import { isJsonObject, type JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId } from '../query'
import { referenceOf, strangeAnswer, textOf } from './record'

const path = '/rest/audit'

/** One line of the trail. */
export interface AuditEntry {
  id: string | null
  /** ISO 8601. */
  time: string | null
  user: string | null
  userId: string | null
  ipAddress: string | null
  source: string | null
  objectType: string | null
  objectId: string | null
  relatedType: string | null
  relatedId: string | null
  field: string | null
  oldValue: string | null
  newValue: string | null
  note: string | null
}

/** All that is given must hold; ids of objects, several of a kind are joined by OR. */
export interface AuditSearch {
  containers?: readonly string[]
  users?: readonly string[]
  roles?: readonly string[]
  playbooks?: readonly string[]
  /** Without it SOAR tells of the last 30 days. */
  from?: Date
  to?: Date
  order?: 'asc' | 'desc'
}

/** GET /rest/audit (soar.md section 11): a bare array, not paged, so ask for a short span. */
export async function readAudit(call: ReadCall, search: AuditSearch = {}): Promise<AuditEntry[]> {
  const answer = await call.get(path, encodeSearch(search))
  // A training answer wraps nothing either; a proxy might.
  const entries = isJsonObject(answer) ? answer.data : answer
  if (Array.isArray(entries) && entries.every(isJsonObject)) return entries.map(readEntry)
  throw strangeAnswer(path, 'it is no list')
}

function encodeSearch({ containers, users, roles, playbooks, from, to, order }: AuditSearch): [string, string][] {
  const named = { container: containers, user: users, role: roles, playbook: playbooks }
  const objects = Object.entries(named).flatMap(([name, ids = []]) =>
    ids.map((id): [string, string] => [name, checkId(id)]),
  )
  return [
    ...objects,
    ...(from === undefined ? [] : [['start', from.toISOString()] satisfies [string, string]]),
    ...(to === undefined ? [] : [['end', to.toISOString()] satisfies [string, string]]),
    ['format', 'json'],
    ['sort', order ?? 'desc'],
  ]
}

/** Keys come in upper case with spaces; older ones were seen with underscores. */
function readEntry(record: JsonObject): AuditEntry {
  const line = new Map(Object.entries(record).map(([key, value]) => [key.toUpperCase().replaceAll('_', ' '), value]))
  const text = (key: string): string | null => textOf(line.get(key))
  const reference = (key: string): string | null => referenceOf(line.get(key))
  return {
    id: reference('AUDIT ID'),
    time: text('TIME'),
    user: text('USER'),
    userId: reference('USER ID'),
    ipAddress: text('IP ADDRESS'),
    source: text('AUDIT SOURCE'),
    objectType: text('OBJECT TYPE'),
    objectId: reference('OBJECT ID'),
    relatedType: text('RELATED OBJECT TYPE'),
    relatedId: reference('RELATED OBJECT ID'),
    field: text('CHANGED FIELD'),
    oldValue: text('OLD VALUE'),
    newValue: text('NEW VALUE'),
    note: text('NOTE'),
  }
}
