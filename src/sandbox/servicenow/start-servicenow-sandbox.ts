import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../stage/random'
import { createStateKeeper } from '../stage/state-keeper'
import { buildApp } from './build-app'
import type { ServiceNowSandboxOptions } from './options'
import { createServiceNow } from './servicenow'
import { BOT_NAME } from './tables/seed'
import type { OAuthClient } from './tokens'

export type { ServiceNowSandboxOptions } from './options'
export type { PushSettings as ServiceNowPushSettings } from './push/pusher'

/** Idle connections live long, so that clients which keep them do not run into a closing one. */
const KEEP_ALIVE_MS = 75_000

export interface ServiceNowSandbox {
  /** Without a slash at its end. */
  url: string
  user: string
  password: string
  client: OAuthClient
  /** Drops pushes underway, closes all connections, and saves its state where `saveFile` says. */
  close(): Promise<void>
}

/**
 * A stand-in for one ServiceNow instance; its README says what it imitates. Rejects with a `SetupError` for a scenario or
 * a state that it cannot use.
 */
export async function startServiceNowSandbox(options: ServiceNowSandboxOptions = {}): Promise<ServiceNowSandbox> {
  const { port = 0, host = '127.0.0.1', seed = 1 } = options
  const applications = createRandom(seed, 'client')
  const snow = createServiceNow({
    seed,
    password: options.password ?? `snow-${createRandom(seed, 'login').hex(24)}`,
    client: options.client ?? { id: applications.hex(32), secret: applications.hex(24) },
    roles: options.roles ?? ['itil', 'sn_si.analyst', 'sn_ti.write', 'import_transformer'],
    rules: options.rules ?? [],
    columns: options.columns ?? {},
    imports: options.imports ?? [],
    switches: options.switches ?? {},
    pushes: options.pushes ?? [],
    shuffle: options.shuffle ?? false,
    now: options.now ?? Date.now,
    scenarios: options.scenarios ?? [],
  })
  const keeper = createStateKeeper(snow.system, options)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, buildApp(snow, keeper))
  snow.instance.url = await listen(server, port, host)
  return {
    url: snow.instance.url,
    user: BOT_NAME,
    password: snow.instance.password,
    client: snow.tokens.client,
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
