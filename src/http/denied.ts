import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { defaultTenant } from '../domain/role'

/** Somebody who was turned away (401, 403, 429). */
export interface Denied {
  /** Id of the account whose credential it was, else `nobody`. */
  id: string
  tenant: string
  address: string
  status: number
  /** Method and path of the contract; for a webhook, the connection as its path named it. */
  place: { route: string } | { connection: string }
}

interface Facts {
  status: number
  /** Where that is not the path that the contract's validator matched. */
  place: Denied['place'] | undefined
  addressOf(request: IncomingMessage): string
}

const statuses = [401, 403, 429]

/** What the audit is told of an answer; undefined where it turned nobody away. */
export function deniedOf(request: IncomingMessage, { status, place, addressOf }: Facts): Denied | undefined {
  if (!statuses.includes(status)) return undefined
  const { suspect = { id: 'nobody', tenant: defaultTenant } } = request as Request
  return { ...suspect, address: addressOf(request), status, place: place ?? { route: routeOf(request) } }
}

/** As the contract writes it, so that nobody's text gets into the audit; what is restricted stands before the contract. */
function routeOf(request: IncomingMessage): string {
  const { openapi, path, method } = request as Request & { openapi?: { openApiRoute: string } }
  return `${method} ${openapi?.openApiRoute ?? `/${path.split('/')[1]}`}`
}
