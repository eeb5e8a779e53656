import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildApp } from './build-app'
import { createJira } from './jira'
import { createRandom } from './random'
import { BOT, type Flavor } from './site'
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
  projects?: { key: string; name: string }[]
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
  /** Drops webhooks underway, closes all connections, and saves its state where `saveFile` says. */
  close(): Promise<void>
}

/**
 * A stand-in for one Jira site; its README says what it imitates. Rejects with a `SetupError` for a scenario or a state
 * that it cannot use.
 */
export async function startJiraSandbox(options: JiraSandboxOptions = {}): Promise<JiraSandbox> {
  const { port = 0, host = '127.0.0.1', seed = 1, flavor = 'cloud' } = options
  const jira = createJira({
    flavor,
    seed,
    token: options.token ?? `jira-${createRandom(seed, 'login').hex(24)}`,
    projects: options.projects ?? [
      { key: 'SEC', name: 'Security Operations' },
      { key: 'OPS', name: 'Operations' },
    ],
    webhooks: options.webhooks ?? [],
    retryDelayMs: options.retryDelayMs ?? 200,
    shuffle: options.shuffle ?? false,
    now: options.now ?? Date.now,
    scenarios: options.scenarios ?? [],
  })
  const keeper = createStateKeeper(jira.system, options)
  const server = createServer(buildApp(jira, keeper))
  jira.site.url = await listen(server, port, host)
  return {
    url: jira.site.url,
    token: jira.site.token,
    user: flavor === 'cloud' ? BOT.email : BOT.name,
    close: async () => {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      jira.stage.waits.callOff()
      await jira.courier.stop()
      await closed
      keeper.save()
    },
  }
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: bound } = server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}
