import { isObject } from '../read-object'

/** What a search on Cloud may ask for. */
export interface CloudQuery {
  jql: string
  fields: string[]
  maxResults: number
  nextPageToken?: string
  expand?: string
  properties: string[]
  /** At most 50 ids of issues that shall be found as they are now. */
  reconcileIssues: number[]
}

const KNOWN = [
  'jql',
  'fields',
  'maxResults',
  'nextPageToken',
  'expand',
  'properties',
  'reconcileIssues',
  'fieldsByKeys',
]
const PAYLOAD = 'Invalid request payload. Refer to the REST API documentation and try again.'
const DEFAULT_SIZE = 50
/** Cloud hands out fewer the more is asked of each. */
const MAX_SIZES = { ids: 5000, fields: 100 }

/** Reads a search; anything it does not know, such as `startAt`, is refused. */
export function readCloudQuery(body: unknown): CloudQuery | { error: string } {
  if (!isObject(body) || Object.keys(body).some(name => !KNOWN.includes(name))) return { error: PAYLOAD }
  const { jql = '', maxResults = DEFAULT_SIZE, nextPageToken, expand, fields = ['id'] } = body
  const { properties = [], reconcileIssues = [] } = body
  const isShaped = typeof jql === 'string' && isList(fields, 'string') && isList(properties, 'string')
  if (!isShaped || !isList(reconcileIssues, 'number') || !isCount(maxResults)) return { error: PAYLOAD }
  if (!isTextOrNone(nextPageToken) || !isTextOrNone(expand)) return { error: PAYLOAD }
  if (properties.length > 5) return { error: 'A maximum of 5 issue property keys can be specified.' }
  if (reconcileIssues.length > 50) return { error: 'A maximum of 50 issues can be reconciled.' }
  const isBrief = fields.every(name => name === 'id' || name === 'key')
  return {
    jql,
    fields: fields as string[],
    maxResults: Math.min(maxResults, isBrief ? MAX_SIZES.ids : MAX_SIZES.fields),
    properties: properties as string[],
    reconcileIssues: reconcileIssues as number[],
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    ...(expand === undefined ? {} : { expand }),
  }
}

function isList(value: unknown, type: 'string' | 'number'): value is unknown[] {
  return Array.isArray(value) && value.every(item => typeof item === type)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}
