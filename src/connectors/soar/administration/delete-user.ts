import type { WriteCall } from '../call'
import { checkId } from '../query'
import { textsOf } from './record'
import { usersPath } from './users'

/**
 * DELETE /rest/ph_user/<id> (reference: RESTUser); answers SOAR's warnings. The record stays, as not active. Takes a
 * user's password, not a token.
 */
export async function deleteUser(call: WriteCall, id: string): Promise<string[]> {
  const answer = await call.delete(`${usersPath}/${checkId(id)}`)
  return textsOf(answer.warning_messages)
}
