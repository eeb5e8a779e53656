import type { Request } from 'express'
import { type Caller, hasRole, type Role } from '../domain/role'
import type { TicketSystem } from '../domain/ticket'
import { readVerifiedJson } from './read-json'

declare global {
  namespace Express {
    interface Request {
      /** The connection whose credential the webhook carried; set once it was verified. */
      verifiedConnection?: string
      caller?: Caller
      /** Set by the contract's validator, which matches the path before Express does. */
      openapi?: {
        expressRoute: string
        pathParams: Record<string, string | undefined>
        schema: { security?: Record<string, string[]>[] }
      }
      /** Marks the requests that compile the contract's validators at start. */
      isWarmUp?: true
    }
  }
}

/** How a configured ticket connection recognises its own webhooks. */
export interface WebhookDoor {
  system: TicketSystem
  signature(header: string, rawBody: Buffer): boolean
  secret(header: string): boolean
  basic(user: string, password: string): boolean
}

export interface AuthenticateParts {
  doorOf(connection: string): WebhookDoor | undefined
  /** Who holds this key, or why it opens nothing. */
  authenticateKey(token: string, address: string): Promise<Caller | { denied: string }>
  addressOf(request: Request): string
}

/** What the contract's validator calls for each security scheme: before validation, on the raw body. */
export type SecurityHandler = (request: Request, scopes: string[]) => Promise<boolean> | boolean

export function createSecurityHandlers(parts: AuthenticateParts): Record<string, SecurityHandler> {
  return {
    jiraSignature: verifyWebhook(parts, isSigned('jira', 'x-hub-signature')),
    servicenowSignature: verifyWebhook(parts, isSigned('servicenow', 'x-servicenow-signature')),
    webhookSecret: verifyWebhook(parts, ({ door, request }) => {
      const header = request.headers['x-bridge-secret']
      return typeof header === 'string' && door.secret(header)
    }),
    webhookBasic: verifyWebhook(parts, ({ door, request }) => {
      const credentials = readBasic(request.headers.authorization)
      return credentials !== undefined && door.basic(credentials.user, credentials.password)
    }),
    key: (request, scopes) => request.isWarmUp === true || verifyKey(parts, request, scopes as Role[]),
  }
}

function verifyWebhook(
  parts: AuthenticateParts,
  isProven: (input: { door: WebhookDoor; request: Request }) => boolean,
): SecurityHandler {
  return request => {
    if (request.isWarmUp === true) return true
    const connection = request.openapi?.pathParams.connection
    const door = connection === undefined ? undefined : parts.doorOf(connection)
    // An unknown name, or another system's, answers as a wrong credential does: names are nobody's business.
    if (connection === undefined || door === undefined) return false
    if (!request.path.startsWith(`/webhooks/${door.system}/`) || !isProven({ door, request })) return false
    request.verifiedConnection = connection
    readVerifiedJson(request)
    return true
  }
}

function isSigned(system: TicketSystem, headerName: string) {
  return ({ door, request }: { door: WebhookDoor; request: Request }): boolean => {
    const header = request.headers[headerName]
    if (door.system !== system || typeof header !== 'string') return false
    return door.signature(header, request.rawBody ?? Buffer.alloc(0))
  }
}

export function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^basic ([a-z0-9+/=]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon < 0) return undefined
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) }
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
