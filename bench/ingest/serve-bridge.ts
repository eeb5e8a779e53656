import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { startBridge } from '../../src/bridge'
import { loadConfig } from '../../src/config'
import { createSystemClock } from '../../src/system-clock'
import { createLog } from '../../src/telemetry/log'
import { answerParent, readInput } from '../load/child'

export interface BridgeInput {
  /** Takes the configuration and the database; removed by the parent. */
  folder: string
  secret: string
  /** Where to deliver; null holds every delivery. */
  soar: { url: string; token: string } | null
  /** Settings of users and keys, where they are not the usual ones. */
  access?: object
}

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9'

function configOf({ secret, soar, access = {} }: BridgeInput): object {
  return {
    server: { host: '127.0.0.1', port: 0 },
    database: { url: 'sqlite:./bridge.db' },
    access,
    soar: [{ name: 'soar', url: soar?.url ?? nowhere, token: soar?.token ?? 'no-token', label: 'events' }],
    tickets: [
      {
        name: 'jira',
        kind: 'jira',
        url: nowhere,
        auth: { email: 'bot@acme.example', token: 'no-token' },
        webhook: { secrets: [secret] },
        soar: 'soar',
      },
    ],
  }
}

async function serve(input: BridgeInput): Promise<void> {
  const file = path.join(input.folder, 'bridge.yaml')
  // JSON is YAML too.
  writeFileSync(file, JSON.stringify(configOf(input)))
  const config = loadConfig({ file, env: {} })
  const bridge = await startBridge({
    config,
    clock: createSystemClock(),
    // Standard output belongs to the parent.
    log: createLog({
      level: 'warn',
      secrets: config.secrets(),
      destination: { write: line => process.stderr.write(line) },
    }),
    random: Math.random,
    contractFile: path.resolve('openapi.yaml'),
    version: 'bench',
    holdDelivery: input.soar === null,
  })
  answerParent({ port: Number(new URL(bridge.url).port) }, () => bridge.stop('the round is over'))
}

serve(readInput<BridgeInput>()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
