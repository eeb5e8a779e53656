import type { IncomingHttpHeaders } from 'node:http'
import { Failure } from '../envelope'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { admitsAddress } from './allowed-ips'
import { credentialOf, isExpired } from './credentials'

export interface Caller {
  user: Row
  /** A token creates and changes; only a user with a password deletes. */
  isToken: boolean
}

/** Who is at the door: what they say and where they stand. */
export interface Knock {
  headers: IncomingHttpHeaders
  address: string
}

export type Authenticate = (knock: Knock) => Caller

/** SOAR's ways in: `ph-auth-token`, Basic with an empty user and the token, Basic with user and password (facts section 2). */
export function createAuthenticate(soar: Soar): Authenticate {
  return ({ headers, address }) => {
    if (!soar.switches.requireAuth) return admitAnyone(soar)
    const header = headers['ph-auth-token']
    if (typeof header === 'string') return admitToken(soar, header, address)
    const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ')
    if (scheme.toLowerCase() === 'bearer' && soar.switches.trainingDialect)
      return admitToken(soar, credentials, address)
    if (scheme.toLowerCase() !== 'basic') throw new Failure(401, 'No supported auth information provided in request')
    const pair = Buffer.from(credentials, 'base64').toString()
    const colon = pair.indexOf(':')
    return colon <= 0
      ? admitToken(soar, pair.slice(colon + 1), address)
      : admitUser(soar, pair.slice(0, colon), pair.slice(colon + 1))
  }
}

function admitAnyone({ tables }: Soar): Caller {
  const user = [...tables.user.rows()].find(({ type }) => type === 'automation')
  if (user === undefined) throw new Failure(401, 'No supported auth information provided in request')
  return { user, isToken: true }
}

/** An ended token answers like one that never was; whether a real SOAR tells them apart is not verified. */
function admitToken({ tables, switches }: Soar, token: string, address: string): Caller {
  const [id] = tables.credential.lookUp('key', token) ?? []
  const credential = id === undefined ? undefined : tables.credential.find(id)
  const user = credential === undefined ? undefined : tables.user.find(Number(credential.user))
  if (credential === undefined || user === undefined || isExpired(credential))
    throw new Failure(401, 'Invalid automation token')
  // Status and text are not verified against a real SOAR.
  if (!admitsAddress(user.allowed_ips, address))
    throw new Failure(switches.disallowedIpStatus, `Token is not allowed from ${address}`)
  return { user: requireActive(user), isToken: true }
}

function admitUser({ tables }: Soar, name: string, password: string): Caller {
  const [id] = tables.user.lookUp('username', name) ?? []
  const user = id === undefined ? undefined : tables.user.find(id)
  // The text is not verified against a real SOAR.
  if (user === undefined || credentialOf(tables, user.id)?.password !== password)
    throw new Failure(401, 'Invalid username or password')
  return { user: requireActive(user), isToken: false }
}

function requireActive(user: Row): Row {
  if (user.is_active === false) throw new Failure(401, 'User is inactive')
  return user
}
