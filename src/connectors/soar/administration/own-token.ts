import type { ReadCall, WriteCall } from '../call'
import { rejectionOf, unclearAnswer } from '../call'
import { checkId } from '../query'
import { getObject, textOf, textsOf } from './record'
import { usersPath } from './users'

/** What SOAR tells of a token; never the token, nor the form in which SOAR shows it. */
export interface OwnToken {
  allowedIps: string[]
  /** ISO 8601 in UTC; null where it does not end. */
  expiresAt: string | null
}

/** A new token, which is a secret; or null where SOAR accepted the wish and, as seen on SOAR 8.5, did nothing. */
export interface Regenerated {
  token: string | null
}

/** GET /rest/ph_user/<id>/token: of an automation user, for itself (reference: RESTUser). */
export async function readOwnToken(call: ReadCall, id: string): Promise<OwnToken> {
  const token = await getObject(call, pathOf(id))
  return { allowedIps: textsOf(token.allowed_ips), expiresAt: readEnd(textOf(token.expires_on)) }
}

/**
 * POST /rest/ph_user/<id>/token. Where it works, the old token is dead at once: the new one must be stored before any
 * other call. The way that always works is SOAR's user interface.
 */
export async function regenerateOwnToken(call: WriteCall, id: string): Promise<Regenerated> {
  const path = pathOf(id)
  const outcome = await call.post(path, {})
  if (outcome.status === 'refused') throw rejectionOf(path, outcome)
  if (outcome.status !== 'done') throw unclearAnswer(path)
  return { token: textOf(outcome.body.key) }
}

/** SOAR writes the first moment of 1970 for a token that does not end. */
function readEnd(text: string | null): string | null {
  if (text === null || text.startsWith('1970-01-01T00:00:00')) return null
  return text.endsWith('Z') ? text : `${text}Z`
}

function pathOf(id: string): string {
  return `${usersPath}/${checkId(id)}/token`
}
