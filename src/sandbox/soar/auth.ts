import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Failure } from './envelope'
import type { Soar } from './soar'
import type { Row } from './table'

export interface Caller {
  user: Row
  /** A token creates and changes; only a user with a password deletes. */
  isToken: boolean
}

export type Authenticate = (headers: IncomingHttpHeaders) => Caller

/** A token that looks like SOAR's own. */
export function createToken(): string {
  return randomBytes(32).toString('base64')
}

/** SOAR's ways in: `ph-auth-token`, Basic with an empty user and the token, Basic with user and password (facts section 2). */
export function createAuthenticate(soar: Soar, token: string): Authenticate {
  const automation = [...soar.tables.user.rows()].find(user => user.type === 'automation')
  const admitToken = (given: string): Caller => {
    if (given !== token || automation === undefined) throw new Failure(401, 'Invalid automation token')
    return { user: requireActive(automation), isToken: true }
  }
  return headers => {
    if (!soar.switches.requireAuth) return admitToken(token)
    const header = headers['ph-auth-token']
    if (typeof header === 'string') return admitToken(header)
    const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ')
    if (scheme.toLowerCase() === 'bearer' && soar.switches.trainingDialect) return admitToken(credentials)
    if (scheme.toLowerCase() !== 'basic') throw new Failure(401, 'No supported auth information provided in request')
    const pair = Buffer.from(credentials, 'base64').toString()
    const colon = pair.indexOf(':')
    return colon <= 0 ? admitToken(pair.slice(colon + 1)) : admitUser(soar, pair.slice(0, colon), pair.slice(colon + 1))
  }
}

function admitUser(soar: Soar, name: string, password: string): Caller {
  const [id] = soar.tables.user.lookUp('username', name) ?? []
  const user = id === undefined ? undefined : soar.tables.user.find(id)
  // The text is not verified against a real SOAR.
  if (user === undefined || soar.passwords.get(name) !== password)
    throw new Failure(401, 'Invalid username or password')
  return { user: requireActive(user), isToken: false }
}

function requireActive(user: Row): Row {
  if (user.is_active === false) throw new Failure(401, 'User is inactive')
  return user
}
