import type { StateFiles } from '../stage/state-keeper'
import type { CustomField } from './custom-fields'
import type { WrongLogin } from './jira'
import type { LimitSettings } from './limits/limit-settings'
import type { Flavor, ProjectSettings, Screen } from './site'
import type { WebhookSettings } from './webhooks/registry'

/** How a sandbox is set up; everything has a default. */
export interface JiraSandboxOptions extends StateFiles {
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Default `cloud`. */
  flavor?: Flavor
  /** What accounts log in with; by default made from the seed. */
  token?: string
  /** Default SEC and OPS. */
  projects?: ProjectSettings[]
  /** Besides the standing ones; `customfield_1xxxx`. */
  customFields?: CustomField[]
  /** Fields that transitions take, by the transition's name. Default none: no transition has a screen. */
  screens?: Record<string, Screen>
  /** Statuses that a status leads to, by name. One that is left out leads to every other. Default none. */
  workflow?: Record<string, string[]>
  /** Largest file, in bytes. Default 10 MiB. */
  attachmentLimitBytes?: number
  /** How long searches do not find a change, in milliseconds of the sandbox's clock. Default 0. */
  indexDelayMs?: number
  /** Rate limits to keep, or `vendor` for those that Atlassian writes of Cloud. Default none. */
  limits?: LimitSettings | 'vendor'
  /** Data Center: what a wrong credential gets. Default `anonymous`. */
  wrongLogin?: WrongLogin
  /** Webhooks that exist from the start, and after each reset. */
  webhooks?: WebhookSettings[]
  /** Mean pause before Cloud sends a webhook again, in milliseconds. Default 200; the vendor waits minutes. */
  retryDelayMs?: number
  /** Webhooks overtake each other. Default false. */
  shuffle?: boolean
  /** Default 1. */
  seed?: number
  /** Epoch milliseconds. Default the machine's clock. */
  now?: () => number
  /** Active from the start, and after each reset: `{"name": "latency", "ms": 200}`. */
  scenarios?: readonly unknown[]
}
