import { presumedMark } from '../../domain/presumed'
import { readString } from '../../domain/read-json'
import type { GoneTicket, SoughtTicket } from '../connector'
import type { ReadCall } from '../ticket-call'
import { type FetchParts, fetchIssues } from './fetch-issues'

export interface FindGoneParts extends FetchParts {
  now(): number
}

/**
 * Those of the issues that answer 404 by themselves while their project shows itself to us. A search says nothing: it
 * leaves out what its index has not seen yet.
 */
export async function findGone(tickets: readonly SoughtTicket[], parts: FindGoneParts): Promise<GoneTicket[]> {
  const { call, now } = parts
  const shown = await fetchIssues(
    tickets.map(({ id }) => id),
    ['project'],
    parts,
  )
  const ids = new Set(shown.map(({ issue }) => readString(issue, 'id')))
  const projects = new Map<string, Promise<boolean>>()
  const seesProject = (key: string) => {
    const known = projects.get(key) ?? isThere(call, `/rest/api/2/project/${encodeURIComponent(key)}`)
    projects.set(key, known)
    return known
  }
  const gone: GoneTicket[] = []
  for (const { id, collection } of tickets) {
    if (ids.has(id) || collection === null) continue
    if (await isThere(call, `/rest/api/2/issue/${encodeURIComponent(id)}`, { fields: 'project' })) continue
    if (!(await seesProject(collection))) continue
    const payload = { webhookEvent: 'jira:issue_deleted', timestamp: now(), issue: { id }, [presumedMark]: true }
    gone.push({ id, payload })
  }
  return gone
}

async function isThere(call: ReadCall, path: string, query: Record<string, string> = {}): Promise<boolean> {
  return (await call.read({ method: 'GET', path, query })).status !== 404
}
