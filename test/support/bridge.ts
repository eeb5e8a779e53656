import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stringify } from 'yaml'
import { type Bridge, startBridge } from '../../src/bridge'
import { loadConfig } from '../../src/config'
import type { Clock } from '../../src/domain/clock'
import { createSystemClock } from '../../src/system-clock'
import { createLog } from '../../src/telemetry/log'

export interface BridgeSetup {
  soarUrl: string
  soarToken: string
  jiraUrl?: string
  servicenowUrl?: string
  servicenowAuth?: { user: string; password: string }
  delivery?: Record<string, unknown>
  receive?: Record<string, unknown>
  access?: Record<string, unknown>
  audit?: Record<string, unknown>
  secops?: Record<string, unknown>
  server?: Record<string, unknown>
  jira?: Record<string, unknown>
  servicenow?: Record<string, unknown>
  polling?: Record<string, unknown>
  soar?: Record<string, unknown>
  /** Text of the rules of Jira's tickets; without it those that come with the bridge. */
  jiraRules?: string
  /** More connections, as `bridge.yaml` writes them. */
  more?: { soar?: object[]; tickets?: object[] }
  clock?: Clock
  /** Keeps the database of an earlier bridge. */
  folder?: string
}

export const webhookSecret = 'a-webhook-secret-of-this-test'

/** A real bridge on a temporary folder and a free port; its event lines gather in `lines`. */
export interface RunningBridge {
  url: string
  folder: string
  lines: Record<string, unknown>[]
  stop(): Promise<void>
  /** Ends it and removes its folder. */
  close(): Promise<void>
}

export async function openBridge(setup: BridgeSetup): Promise<RunningBridge> {
  const folder = setup.folder ?? mkdtempSync(path.join(tmpdir(), 'soarbridge-'))
  const file = path.join(folder, 'bridge.yaml')
  writeFileSync(file, stringify(configOf(setup)))
  if (setup.jiraRules !== undefined) writeFileSync(path.join(folder, 'jira.yaml'), setup.jiraRules)
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
  const bridge: Bridge = await startBridge({
    config: loadConfig({ file, env: {} }),
    clock: setup.clock ?? createSystemClock(),
    log: createLog({ level: 'debug', secrets: [], destination }),
    random: () => 0.5,
    contractFile: path.resolve('openapi.yaml'),
    version: 'test',
    validateResponses: true,
    warmsUp: false,
  })
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= bridge.stop('test')
    return stopped
  }
  return {
    url: bridge.url,
    folder,
    lines,
    stop,
    close: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function configOf(setup: BridgeSetup): Record<string, unknown> {
  return {
    server: { host: '127.0.0.1', port: 0, ...setup.server },
    database: { url: 'sqlite:./bridge.db' },
    soar: [
      { name: 'soar', url: setup.soarUrl, token: setup.soarToken, label: 'events', ...setup.soar },
      ...(setup.more?.soar ?? []),
    ],
    tickets: [
      ...(setup.jiraUrl === undefined ? [] : [{ ...jiraConnection(setup), ...setup.jira }]),
      ...(setup.servicenowUrl === undefined ? [] : [{ ...servicenowConnection(setup), ...setup.servicenow }]),
      ...(setup.more?.tickets ?? []),
    ],
    delivery: { settleSeconds: 1, probeSeconds: 1, coalesceMs: 50, ...setup.delivery },
    // Tests show more wrong credentials a minute than people do.
    access: { failedLoginsPerMinute: 100_000, ...setup.access },
    ...(setup.polling === undefined ? {} : { polling: setup.polling }),
    ...(setup.audit === undefined ? {} : { audit: setup.audit }),
    ...(setup.secops === undefined ? {} : { secops: setup.secops }),
    ...(setup.receive === undefined ? {} : { receive: setup.receive }),
  }
}

function jiraConnection({ jiraUrl: url, jiraRules }: BridgeSetup) {
  return {
    name: 'jira',
    kind: 'jira',
    url,
    auth: { email: 'bot@acme.example', token: 'jira-token-of-this-test' },
    webhook: { secrets: [webhookSecret] },
    soar: 'soar',
    ...(jiraRules === undefined ? {} : { rules: 'jira.yaml' }),
  }
}

function servicenowConnection({ servicenowUrl, servicenowAuth }: BridgeSetup) {
  return {
    name: 'servicenow',
    kind: 'servicenow',
    url: servicenowUrl,
    auth: servicenowAuth ?? { user: 'soarbridge', password: 'servicenow-password' },
    tables: ['incident', 'sn_si_incident'],
    webhook: { header: webhookSecret },
    soar: 'soar',
  }
}
