import type { Request } from 'express'
import { type Caller, hasRole, type Role } from '../domain/role'

declare global {
  namespace Express {
    interface Request {
      caller?: Caller
      /** Marks the requests that compile the contract's validators at start. */
      isWarmUp?: true
    }
  }
}

export interface AuthenticateParts {
  /** Who holds this key, or why it opens nothing. */
  authenticateKey(token: string, address: string): Promise<Caller | { denied: string }>
  addressOf(request: Request): string
}

/** What the contract's validator calls for each security scheme, before it validates. */
export type SecurityHandler = (request: Request, scopes: string[]) => Promise<boolean> | boolean

export function createSecurityHandlers(parts: AuthenticateParts): Record<'key', SecurityHandler> {
  return { key: (request, scopes) => request.isWarmUp === true || verifyKey(parts, request, scopes as Role[]) }
}

async function verifyKey(parts: AuthenticateParts, request: Request, wanted: Role[]): Promise<boolean> {
  const token = /^bearer ([\x21-\x7e]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) return false
  const answer = await parts.authenticateKey(token, parts.addressOf(request))
  if ('denied' in answer) return false
  if (!wanted.every(role => hasRole(answer.roles, role)))
    throw Object.assign(new Error('role missing'), { status: 403 })
  request.caller = answer
  return true
}
