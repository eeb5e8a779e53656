import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildMedia } from './attachments/media'
import { buildApp } from './build-app'
import type { CustomField } from './custom-fields'
import { createJira, type JiraSettings, type WrongLogin } from './jira'
import { type LimitSettings, VENDOR_LIMITS } from './limits/limit-settings'
import { createRandom } from './random'
import { BOT, type Flavor, type OAuthApp, type ProjectSettings, type Screen } from './site'
import { createStateKeeper, type StateFiles } from './stage/state-keeper'
import type { WebhookSettings } from './webhooks/registry'

export type { WebhookSettings as JiraWebhookSettings } from './webhooks/registry'

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

export interface JiraSandbox {
  /** Without a slash at its end. */
  url: string
  /** Cloud: API token. Data Center: personal access token, and password. */
  token: string
  /** The bot's e-mail address (Cloud) or name (Data Center). */
  user: string
  /** Cloud: the one OAuth app. */
  oauth: OAuthApp
  /** Drops webhooks underway, closes all connections, and saves its state where `saveFile` says. */
  close(): Promise<void>
}

/**
 * A stand-in for one Jira site; its README says what it imitates. Rejects with a `SetupError` for a scenario or a state
 * that it cannot use.
 */
export async function startJiraSandbox(options: JiraSandboxOptions = {}): Promise<JiraSandbox> {
  const { port = 0, host = '127.0.0.1', flavor = 'cloud' } = options
  const jira = createJira(readSettings(options))
  const { site } = jira
  const keeper = createStateKeeper(jira.system, options)
  const server = createServer(buildApp(jira, keeper))
  site.url = await listen(server, port, host)
  const media = flavor === 'cloud' ? createServer(buildMedia(jira)) : undefined
  if (media) site.mediaUrl = await listen(media, 0, host)
  return {
    url: site.url,
    token: site.token,
    user: flavor === 'cloud' ? BOT.email : BOT.name,
    oauth: site.oauth,
    close: async () => {
      const closed = Promise.all([shut(server), media && shut(media)])
      jira.stage.waits.callOff()
      await jira.courier.stop()
      await closed
      keeper.save()
    },
  }
}

function readSettings(options: JiraSandboxOptions): JiraSettings {
  const { seed = 1, limits = {} } = options
  const login = createRandom(seed, 'login')
  return {
    flavor: options.flavor ?? 'cloud',
    seed,
    token: options.token ?? `jira-${login.hex(24)}`,
    oauth: { clientId: login.hex(32), clientSecret: login.hex(64), accessToken: login.hex(48) },
    projects: options.projects ?? [
      { key: 'SEC', name: 'Security Operations' },
      { key: 'OPS', name: 'Operations' },
    ],
    customFields: options.customFields ?? [],
    screens: options.screens ?? {},
    attachmentLimitBytes: options.attachmentLimitBytes ?? 10 * 1024 * 1024,
    indexDelayMs: options.indexDelayMs ?? 0,
    limits: limits === 'vendor' ? VENDOR_LIMITS : limits,
    wrongLogin: options.wrongLogin ?? 'anonymous',
    webhooks: options.webhooks ?? [],
    retryDelayMs: options.retryDelayMs ?? 200,
    shuffle: options.shuffle ?? false,
    now: options.now ?? Date.now,
    scenarios: options.scenarios ?? [],
  }
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: bound } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}
