import type { IncomingHttpHeaders } from 'node:http'
import type { TicketSystem } from '../domain/ticket'
import type { Webhook } from './webhook-contract'

/** How a configured ticket connection recognises its own webhooks. */
export interface ConnectionDoor {
  system: TicketSystem
  signature(header: string, rawBody: Buffer): boolean
  secret(header: string): boolean
  basic(user: string, password: string): boolean
}

export interface Claim {
  webhook: Pick<Webhook, 'schemes'>
  door: ConnectionDoor
  headers: IncomingHttpHeaders
  rawBody: Buffer
}

type Proof = (claim: Claim) => boolean

/** By the names of the contract's security schemes. */
export const webhookProofs: Record<string, Proof> = {
  jiraSignature: isSigned('x-hub-signature'),
  servicenowSignature: isSigned('x-servicenow-signature'),
  webhookSecret: ({ door, headers }) => {
    const header = headers['x-bridge-secret']
    return typeof header === 'string' && door.secret(header)
  },
  webhookBasic: ({ door, headers }) => {
    const credentials = readBasic(headers.authorization)
    return credentials !== undefined && door.basic(credentials.user, credentials.password)
  },
}

/** Whether one of the schemes that the contract offers at this door proves where the delivery comes from. */
export function isProven(claim: Claim): boolean {
  for (const scheme of claim.webhook.schemes) if (webhookProofs[scheme]?.(claim) === true) return true
  return false
}

function isSigned(name: string): Proof {
  return ({ door, headers, rawBody }) => {
    const header = headers[name]
    return typeof header === 'string' && door.signature(header, rawBody)
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
