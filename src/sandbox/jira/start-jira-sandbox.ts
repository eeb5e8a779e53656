import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../stage/random'
import { createStateKeeper } from '../stage/state-keeper'
import { buildMedia } from './attachments/media'
import { buildApp } from './build-app'
import { createJira, type JiraSettings } from './jira'
import { VENDOR_LIMITS } from './limits/limit-settings'
import type { JiraSandboxOptions } from './options'
import { BOT, type OAuthApp } from './site'

export type { JiraSandboxOptions } from './options'
export type { WebhookSettings as JiraWebhookSettings } from './webhooks/registry'

/** Idle connections live long, so that clients which keep them do not run into a closing one. */
const KEEP_ALIVE_MS = 75_000

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
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, buildApp(jira, keeper))
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
    workflow: options.workflow ?? {},
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
