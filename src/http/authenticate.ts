import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import type { Authenticate, Credential } from '../access/credential'
import { type Caller, hasRole, type Role } from '../domain/role'
import { BridgeError, isBridgeError } from '../errors'
import { readBasic } from './webhook-proof'

declare global {
  namespace Express {
    interface Request {
      caller?: Caller
      /** Marks the requests that compile the contract's validators at start. */
      isWarmUp?: true
      /** Why a credential was not taken, which the contract's validator has no words for. */
      refusal?: BridgeError
      /** Whose credential it was, where it is an account's: for the audit. */
      suspect?: { id: string; tenant: string }
    }
  }
}

export interface AuthenticateParts {
  authenticate: Authenticate
  addressOf(request: IncomingMessage): string
}

/** What the contract's validator calls for each security scheme, before it validates. */
export type SecurityHandler = (request: Request, scopes: string[]) => Promise<boolean> | boolean

/** The ways into our own API, by the names of the contract's schemes. */
export type SecurityHandlers = Record<'key' | 'user', SecurityHandler>

export function createSecurityHandlers(parts: AuthenticateParts): SecurityHandlers {
  const handle =
    (read: (header: string | undefined) => Credential | undefined): SecurityHandler =>
    (request, scopes) =>
      request.isWarmUp === true || admit(parts, request, { credential: read(request.headers.authorization), scopes })
  return { key: handle(readKey), user: handle(readUser) }
}

interface Asked {
  credential: Credential | undefined
  scopes: string[]
}

async function admit(parts: AuthenticateParts, request: Request, { credential, scopes }: Asked): Promise<boolean> {
  if (credential === undefined) return false
  try {
    const answer = await parts.authenticate(credential, parts.addressOf(request))
    if ('denied' in answer) {
      if (answer.account !== undefined) request.suspect = answer.account
      if (answer.retryAt !== undefined) request.refusal = tooManyFailures(answer.retryAt)
      return false
    }
    if (!scopes.every(role => hasRole(answer.roles, role as Role))) {
      request.suspect = { id: answer.id, tenant: answer.tenant }
      request.refusal = new BridgeError('forbidden', 'this needs another role')
      return false
    }
    request.caller = answer
    return true
  } catch (error) {
    // The validator would make a 401 of it: nobody is turned away because the database is.
    if (!isBridgeError(error)) throw Object.assign(new Error('cannot authenticate', { cause: error }), { status: 500 })
    request.refusal = error
    return false
  }
}

/** An access token carries its claims; a key is far shorter. */
function readKey(header: string | undefined): Credential | undefined {
  const token = /^bearer ([\x21-\x7e]{1,8192})$/i.exec(header ?? '')?.[1]
  return token === undefined ? undefined : { kind: 'key', token }
}

function readUser(header: string | undefined): Credential | undefined {
  const login = readBasic(header)
  return login === undefined || login.user === ''
    ? undefined
    : { kind: 'user', name: login.user, password: login.password }
}

function tooManyFailures(retryAt: number): BridgeError {
  return new BridgeError('unauthenticated', 'too many logins failed; come back later', {
    code: 'too-many-failures',
    status: 429,
    retryAt,
  })
}
