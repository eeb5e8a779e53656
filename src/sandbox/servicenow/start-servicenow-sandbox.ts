import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildApp } from './build-app'
import { BOT_NAME } from './instance'
import type { PushSettings } from './push/pusher'
import { createRandom } from './random'
import { createServiceNow } from './servicenow'
import { createStateKeeper, type StateFiles } from './stage/state-keeper'

export type { PushSettings as ServiceNowPushSettings } from './push/pusher'

export interface ServiceNowSandboxOptions extends StateFiles {
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** What accounts log in with; by default made from the seed. */
  password?: string
  /** Of the integration user. Default `itil` and `sn_si.analyst`; without a role `sn_si.…` security incidents hide. */
  roles?: string[]
  /** Business rules that exist from the start, and after each reset. */
  pushes?: PushSettings[]
  /** Pushes overtake each other. Default false. */
  shuffle?: boolean
  /** Default 1. */
  seed?: number
  /** Epoch milliseconds. Default the machine's clock. */
  now?: () => number
  /** Active from the start, and after each reset: `{"name": "latency", "ms": 200}`. */
  scenarios?: readonly unknown[]
}

export interface ServiceNowSandbox {
  /** Without a slash at its end. */
  url: string
  user: string
  password: string
  /** Drops pushes underway, closes all connections, and saves its state where `saveFile` says. */
  close(): Promise<void>
}

/**
 * A stand-in for one ServiceNow instance; its README says what it imitates. Rejects with a `SetupError` for a scenario or
 * a state that it cannot use.
 */
export async function startServiceNowSandbox(options: ServiceNowSandboxOptions = {}): Promise<ServiceNowSandbox> {
  const { port = 0, host = '127.0.0.1', seed = 1 } = options
  const snow = createServiceNow({
    seed,
    password: options.password ?? `snow-${createRandom(seed, 'login').hex(24)}`,
    roles: options.roles ?? ['itil', 'sn_si.analyst'],
    pushes: options.pushes ?? [],
    shuffle: options.shuffle ?? false,
    now: options.now ?? Date.now,
    scenarios: options.scenarios ?? [],
  })
  const keeper = createStateKeeper(snow.system, options)
  const server = createServer(buildApp(snow, keeper))
  snow.instance.url = await listen(server, port, host)
  return {
    url: snow.instance.url,
    user: BOT_NAME,
    password: snow.instance.password,
    close: async () => {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeAllConnections()
      snow.stage.waits.callOff()
      await snow.courier.stop()
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
