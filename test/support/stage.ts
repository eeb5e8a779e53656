import type { JiraSandboxOptions } from '../../src/sandbox/jira/start-jira-sandbox'
import type { ServiceNowSandboxOptions } from '../../src/sandbox/servicenow/start-servicenow-sandbox'
import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type BridgeSetup, openBridge, type RunningBridge } from './bridge'
import { type OpenedJira, openJira } from './open-jira'
import { type OpenedServiceNow, openServiceNow } from './open-servicenow'
import { isQuiet, readTables } from './read-bridge'
import { type OpenedSoar, openSoar } from './soar-sandbox'
import { waitUntil } from './wait-until'

/** A bridge between the three sandboxes, both ticketing systems pushing to it. */
export interface Stage {
  soar: OpenedSoar
  jira: OpenedJira
  servicenow: OpenedServiceNow
  bridge: RunningBridge
  /** Resolves when everything pushed was delivered. */
  quiet(): Promise<void>
  rows<Row>(query: string): Row[]
  /** Names and fields of event lines, in order. */
  events(name: string): Record<string, unknown>[]
  /** `METHOD path` of the calls SOAR got since the last look, probes and vocabulary left out. */
  soarCalls(): Promise<string[]>
  containers(): Promise<Entry[]>
  artifacts(): Promise<Entry[]>
  close(): Promise<void>
}

export type Entry = Record<string, ReturnType<typeof JSON.parse>>

export interface StageOptions {
  soar?: SoarSandboxOptions
  jira?: JiraSandboxOptions
  servicenow?: ServiceNowSandboxOptions
  bridge?: Partial<BridgeSetup>
  /** Shapes of ServiceNow's pushes; the whole record by default. */
  push?: Record<string, unknown>
}

const notWork = /\/rest\/(version|severity|container_status|container_options)/

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const soar = await openSoar(options.soar)
  const jira = await openJira(options.jira)
  const servicenow = await openServiceNow(options.servicenow)
  const bridge = await openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    servicenowUrl: servicenow.url,
    servicenowAuth: servicenow.auth,
    ...options.bridge,
    jira: { ...jira.connection, ...options.bridge?.jira },
  })
  await jira.pushTo(bridge.url)
  await servicenow.pushTo(bridge.url, options.push)
  let seen = 0
  const state = async () => (await soar.get('/_sandbox/state')).body
  return {
    soar,
    jira,
    servicenow,
    bridge,
    quiet: async () => {
      await jira.idle()
      await servicenow.idle()
      await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
    },
    rows: query => readTables(bridge.folder, query),
    events: name => bridge.lines.filter(line => line.message === name),
    soarCalls: async () => {
      const { requests } = (await soar.get('/_sandbox/requests')).body
      const news = requests.slice(seen)
      seen = requests.length
      return news.map((one: Entry) => `${one.method} ${one.path}`).filter((call: string) => !notWork.test(call))
    },
    containers: async () => (await state()).containers,
    artifacts: async () => (await state()).artifacts,
    close: async () => {
      await bridge.close()
      await Promise.all([soar.close(), jira.close(), servicenow.close()])
    },
  }
}
