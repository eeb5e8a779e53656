import { isJsonObject } from '../../domain/json'
import { readString } from '../../domain/read-json'
import type { TicketVocabulary } from '../connector'
import type { HttpRequest } from '../http-types'
import { type ReadCall, unreadableAnswer } from '../ticket-call'

/** The words of the whole site; which of them a workflow or a screen offers for one issue is known only there. */
export async function readVocabulary(call: ReadCall): Promise<TicketVocabulary> {
  const statuses = await readNames(call, '/rest/api/2/status')
  const priority = await readNames(call, '/rest/api/2/priority')
  const resolution = await readNames(call, '/rest/api/2/resolution')
  return { statuses, choices: { priority, resolution } }
}

/** Team-managed projects have statuses of their own, often by the same names. */
async function readNames(call: ReadCall, path: string): Promise<string[]> {
  const request: HttpRequest = { method: 'GET', path }
  const { body, status } = await call.read(request)
  if (!Array.isArray(body)) throw unreadableAnswer(request, status)
  return [...new Set(body.filter(isJsonObject).flatMap(entry => readString(entry, 'name') ?? []))]
}
