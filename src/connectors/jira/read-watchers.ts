import type { Json } from '../../domain/json'
import { readObject, readObjects, readValue } from '../../domain/read-json'
import type { TicketStateChange } from '../../domain/ticket'
import { isBridgeError } from '../../errors'
import type { HttpRequest } from '../http-types'
import { type ReadCall, recordOf, type TicketLine } from '../ticket-call'
import { cleanFields } from './normalize'
import type { JiraIssue } from './wire'

/**
 * The state with `watchers`, a field that Jira has not: an issue counts those who watch it, and another call names them.
 * As it is where Jira does not tell. Watching moves no `updated`, so that the moment of reading is its version.
 */
export async function withWatchers(
  state: TicketStateChange,
  issue: JiraIssue,
  { call, clock }: { call: ReadCall; clock: TicketLine['clock'] },
): Promise<TicketStateChange> {
  const at = clock.now()
  const watchers = await readWatchers(issue, call)
  if (watchers === undefined) return state
  const fields = { ...state.fields, ...cleanFields({ watchers }) }
  return { ...state, fields, fieldVersions: { watchers: { at } } }
}

/** Undefined without the field `watches`, and by a 403 or 404: of a site that lets nobody watch, or names nobody. */
async function readWatchers({ id, fields }: JiraIssue, call: ReadCall): Promise<Json[] | undefined> {
  const count = readValue(readObject(fields, 'watches'), 'watchCount')
  if (typeof count !== 'number' || id === undefined) return undefined
  if (count === 0) return []
  const request: HttpRequest = { method: 'GET', path: `/rest/api/2/issue/${id}/watchers` }
  try {
    const answer = await call.read(request)
    return answer.status === 404 ? undefined : readObjects(recordOf(request, answer), 'watchers')
  } catch (error) {
    // Names that are kept from us keep no ticket back; a login that is refused does.
    if (isBridgeError(error) && error.status === 403 && error.code !== 'login-refused') return undefined
    throw error
  }
}
