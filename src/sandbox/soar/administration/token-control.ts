import { Failure } from '../envelope'
import { normalizeInstant } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Soar } from '../soar'
import { credentialOf, NEVER, regenerateToken } from './credentials'

/** Every automation user's token in clear, as the user interface shows it to administrators. */
export function listTokens({ tables }: Soar): JsonObject {
  const tokens = [...tables.credential.rows()].flatMap(({ user, key, expires_on: end }): JsonObject[] =>
    key === null
      ? []
      : [{ username: nameOf(tables.user.find(Number(user))), token: key ?? null, expires_on: end ?? null }],
  )
  return { tokens }
}

/** The button RE-GENERATE AUTH TOKEN of `{"username", "expires_on"?}`: the old token is dead, the new one is the answer. */
export function renewToken({ tables }: Soar, { username, expires_on: end }: JsonObject): JsonObject {
  const [id] = tables.user.lookUp('username', username ?? null) ?? []
  const credential = id === undefined ? undefined : credentialOf(tables, id)
  if (credential === undefined || credential.key === null) throw new Failure(404, 'No such automation user')
  const expiresOn = end === undefined ? NEVER : normalizeInstant(String(end))
  if (expiresOn === null) throw new Failure(400, '"expires_on" is no time')
  return { username: username ?? null, token: regenerateToken(tables, credential, expiresOn), expires_on: expiresOn }
}

function nameOf(user: JsonObject | undefined): Json {
  return user?.username ?? null
}
