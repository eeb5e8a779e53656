import { isJsonObject, type JsonObject } from '../../domain/json'
import { readObjects, readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { SweepAsked, SweepMark, SweptPage, SweptTicket } from '../connector'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, unreadableAnswer } from '../ticket-call'
import type { JiraFlavor } from './comment-form'
import { fetchIssues } from './fetch-issues'
import { toJqlTime } from './jql-time'
import { readIssue, readUpdated as updatedOf } from './wire'

export interface SweepParts {
  call: ReadCall
  flavor: JiraFlavor
}

/** As many as Cloud hands out at once with a field (jira.md section 3.2). */
const marksOfPage = 100
const wholeOfPage = 50

/**
 * Issues by the time of their last change. JQL knows minutes only, so what a minute holds is read from its beginning and
 * the mark does the rest. The search names issues and times; what is swept is then read whole, as it is now: the index
 * may lag behind. No upper bound: an issue that changes again and again must not slip away from us.
 */
export async function readUpdated(asked: SweepAsked, { call, flavor }: SweepParts): Promise<SweptPage> {
  const jql = await toJql(asked, { call, flavor })
  const marks: SweepMark[] = []
  let from: PlaceInSearch | null = start
  while (from !== null && !isFilled(marks, asked.limit)) {
    const page: FoundPage = await searchers[flavor](call, { jql, from, fields: ['updated'], size: marksOfPage })
    const found = page.issues.map(issue => markOf(issue, page.request)).filter(mark => isBeyond(mark, asked.after))
    marks.push(...found)
    from = page.next
  }
  const sorted = uniqueOf(marks).sort(compareMarks)
  const taken = sorted.slice(0, asked.limit)
  const isMore = from !== null || sorted.length > taken.length
  return { tickets: await readWhole(taken, { call, flavor }), next: isMore ? (taken.at(-1) ?? null) : null }
}

/** Cloud estimates, Data Center counts; both from the beginning of the mark's minute. */
export async function countUpdated(
  asked: Omit<SweepAsked, 'limit'>,
  { call, flavor }: SweepParts,
): Promise<number | null> {
  const jql = await toJql(asked, { call, flavor })
  const request: HttpRequest =
    flavor === 'cloud'
      ? { method: 'POST', path: '/rest/api/3/search/approximate-count', body: { jql } }
      : { method: 'POST', path: '/rest/api/2/search', body: { jql, maxResults: 0, fields: ['id'] } }
  const record = recordOf(request, await call.read(request))
  const count = readValue(record, flavor === 'cloud' ? 'count' : 'total')
  return typeof count === 'number' ? count : null
}

/** Cloud refuses a query without a restriction, so that the beginning has a date too. */
async function toJql({ after, query }: Pick<SweepAsked, 'after' | 'query'>, parts: SweepParts): Promise<string> {
  const since = after === null ? '"1970/01/01 00:00"' : await toSince(after.at, parts)
  const condition = query === undefined || query.trim() === '' ? '' : `(${query}) AND `
  return `${condition}updated >= ${since} ORDER BY updated ASC, key ASC`
}

/** Cloud takes epoch milliseconds, which belong to no zone; of Data Center nobody promises it (jira.md section 3.3). */
async function toSince(at: number, { call, flavor }: SweepParts): Promise<string> {
  if (flavor === 'cloud') return String(at)
  const request: HttpRequest = { method: 'GET', path: '/rest/api/2/myself' }
  const answer = await call.read(request)
  const timeZone = readString(recordOf(request, answer), 'timeZone')
  if (timeZone === undefined) throw unreadableAnswer(request, answer.status)
  try {
    return `"${toJqlTime(at, timeZone)}"`
  } catch {
    throw new BridgeError('unavailable', "Jira's user is in a time zone that is not known here", {
      code: 'unreadable-answer',
    })
  }
}

/** Enough beyond the cut to be sure of all that share its instant: Jira orders those by their keys, we by their ids. */
function isFilled(marks: readonly SweepMark[], limit: number): boolean {
  const [cut, last] = [marks[limit - 1], marks.at(-1)]
  return cut !== undefined && last !== undefined && last.at > cut.at
}

function isBeyond(mark: SweepMark, after: SweepMark | null): boolean {
  return after === null || compareMarks(mark, after) > 0
}

function compareMarks(a: SweepMark, b: SweepMark): number {
  return a.at - b.at || Number(a.id) - Number(b.id)
}

/** An issue that changed while we were turning pages comes again further on. */
function uniqueOf(marks: readonly SweepMark[]): SweepMark[] {
  return [...new Map(marks.map(mark => [mark.id, mark])).values()]
}

/** As they are now; what is gone by now, or not for our eyes any more, is left out. */
async function readWhole(marks: readonly SweepMark[], parts: SweepParts): Promise<SweptTicket[]> {
  const found = new Map<string, SweptTicket>()
  for (let from = 0; from < marks.length; from += wholeOfPage) {
    const ids = marks.slice(from, from + wholeOfPage).map(({ id }) => id)
    for (const { issue, request } of await fetchIssues(ids, ['*all'], parts)) {
      const { id, at: updatedAt } = markOf(issue, request)
      found.set(id, { id, key: readIssue(issue).key ?? '', updatedAt, payload: { issue } })
    }
  }
  return marks.flatMap(({ id }) => found.get(id) ?? [])
}

function markOf(issue: JsonObject, request: HttpRequest): SweepMark {
  const read = readIssue(issue)
  const at = updatedOf(read)
  if (read.id === undefined || at === undefined) throw unreadableAnswer(request, 200)
  return { at, id: read.id }
}

type PlaceInSearch = { token: string | null; count: number }
const start: PlaceInSearch = { token: null, count: 0 }

interface SearchWish {
  jql: string
  from: PlaceInSearch
  fields: string[]
  size: number
}

interface FoundPage {
  request: HttpRequest
  issues: JsonObject[]
  next: PlaceInSearch | null
}

const searchers: Record<JiraFlavor, (call: ReadCall, wish: SearchWish) => Promise<FoundPage>> = {
  async cloud(call, { jql, from, fields, size }) {
    const body = {
      jql,
      fields,
      maxResults: size,
      ...(from.token !== null && { nextPageToken: from.token }),
    }
    const request: HttpRequest = { method: 'POST', path: '/rest/api/2/search/jql', body }
    const { issues, page } = await search(call, request)
    const token = readString(page, 'nextPageToken')
    // `isLast` is not to be relied on; a token that leads nowhere would turn us in circles.
    const isEnd = token === undefined || token === from.token || issues.length === 0
    return { request, issues, next: isEnd ? null : { token, count: from.count + issues.length } }
  },
  async datacenter(call, { jql, from, fields, size }) {
    const body = { jql, fields, maxResults: size, startAt: from.count }
    const request: HttpRequest = { method: 'POST', path: '/rest/api/2/search', body }
    const { issues, page } = await search(call, request)
    const count = from.count + issues.length
    const total = readValue(page, 'total')
    const isEnd = issues.length === 0 || (typeof total === 'number' && count >= total)
    return { request, issues, next: isEnd ? null : { token: null, count } }
  },
}

async function search(call: ReadCall, request: HttpRequest): Promise<{ issues: JsonObject[]; page: JsonObject }> {
  const answer = await call.read(request)
  const page = recordOf(request, answer)
  const listed = readValue(page, 'issues')
  if (!Array.isArray(listed) || !listed.every(isJsonObject)) throw unreadableAnswer(request, answer.status)
  return { issues: readObjects(page, 'issues'), page }
}
