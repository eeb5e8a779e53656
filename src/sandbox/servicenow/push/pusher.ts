import { createHmac } from 'node:crypto'
import type { Instance } from '../instance'
import type { Courier } from './courier'
import { composePayload, type Happening, type PushFormat } from './payload'

/** One business rule that posts to a receiver. */
export interface PushSettings {
  url: string
  /** Default: both kinds of ticket. */
  tables?: string[]
  /** Default `full`. */
  format?: PushFormat
  headers?: Record<string, string>
  basic?: { user: string; password: string }
  /** Adds `X-ServiceNow-Signature: sha256=<hex>` over the raw bytes, as people's own scripts do. */
  secret?: string
  /** Default `application/json`; null sends none, as a rule does whose author forgot it. */
  contentType?: string | null
  /** `notification` only: names the sys_id beside the number. Default false. */
  withSysId?: boolean
}

const WATCHED = ['incident', 'sn_si_incident']

export interface Pusher {
  push(happening: Happening): void
  add(settings: PushSettings): void
  all(): PushSettings[]
  /** Replaces all of them. */
  load(settings: readonly PushSettings[]): void
  /** Only the pushes of the start remain. */
  clear(): void
}

export interface PusherParts {
  instance: Instance
  courier: Courier
  initial: PushSettings[]
}

export function createPusher({ instance, courier, initial }: PusherParts): Pusher {
  let rules = [...initial]
  return {
    push: happening => {
      for (const rule of rules.filter(({ tables = WATCHED }) => tables.includes(happening.table.name))) {
        const options = { format: rule.format ?? 'full', withSysId: rule.withSysId ?? false }
        const body = Buffer.from(JSON.stringify(composePayload(happening, { instance, options })))
        courier.send({ url: rule.url, body, headers: address(rule, body), event: happening.operation })
      }
    },
    add: settings => {
      rules.push(settings)
    },
    all: () => [...rules],
    load: loaded => {
      rules = [...loaded]
    },
    clear: () => {
      rules = [...initial]
    },
  }
}

function address({ headers, basic, secret, contentType }: PushSettings, body: Buffer): Record<string, string> {
  return {
    'User-Agent': 'ServiceNow/1.0',
    ...(contentType === null ? {} : { 'Content-Type': contentType ?? 'application/json' }),
    ...(basic ? { Authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` } : {}),
    ...(secret
      ? { 'X-ServiceNow-Signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
      : {}),
    ...headers,
  }
}
