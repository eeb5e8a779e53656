import { isJsonObject, type JsonObject } from '../../domain/json'
import { readString } from '../../domain/read-json'
import type { HttpRequest } from '../http-types'
import { type ReadCall, unreadableAnswer } from '../ticket-call'
import type { CommentForm } from './comment-form'

/**
 * Whoever of those that the issue can be given to has this account id, user name, e-mail address or full name, as Jira takes a
 * person; null where it is nobody, or several. Cloud hides most addresses and finds people by them all the same: where
 * the only one found shows none, that is the one.
 */
export async function findAssignable(
  call: ReadCall,
  { api, namesPeopleBy }: CommentForm,
  wish: { issueKey: string; word: string },
): Promise<JsonObject | null> {
  const { issueKey, word } = wish
  const asked = namesPeopleBy === 'accountId' ? askCloud(word) : { username: word }
  const query = { issueKey, maxResults: '50', ...asked }
  const request: HttpRequest = { method: 'GET', path: `${api}/user/assignable/search`, query }
  const answer = await call.read(request)
  if (answer.status === 404) return null
  if (!Array.isArray(answer.body)) throw unreadableAnswer(request, answer.status)
  const people = answer.body.filter(isJsonObject)
  const exact = people.filter(person => isNamed(person, word))
  const hidden = word.includes('@') ? people.filter(person => !readString(person, 'emailAddress')) : []
  const [found, ...others] = exact.length > 0 ? exact : people.length === 1 ? hidden : []
  const identity = readString(found, namesPeopleBy)
  return identity === undefined || others.length > 0 ? null : { [namesPeopleBy]: identity }
}

function askCloud(word: string): Record<string, string> {
  return accountIds.test(word) ? { accountId: word } : { query: word }
}

/** `5c0ffee…` or `712020:8f5e…`: neither an address nor the name of somebody. */
const accountIds = /^(?:\d{1,10}:)?[0-9a-f-]{20,100}$/i

export function isNamed(person: JsonObject, word: string): boolean {
  const wanted = word.toLowerCase()
  return ['accountId', 'name', 'key', 'emailAddress', 'displayName'].some(
    member => readString(person, member)?.toLowerCase() === wanted,
  )
}
