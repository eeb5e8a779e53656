import path from 'node:path'
import type { PreparedBridge } from './cli/serve'
import type { Clock } from './domain/clock'
import { loadCheckedConfig } from './main-check'
import { packageFolder, readVersion } from './main-version'
import { createLog } from './telemetry/log'

/** Reads all that the bridge needs; raises `misconfigured` with every mistake. Log lines go to `writeLine`, if given. */
export function prepareBridge(
  configFile: string,
  { clock, writeLine }: { clock: Clock; writeLine?: (line: string) => void },
): PreparedBridge {
  const config = loadCheckedConfig(configFile)
  const log = createLog({
    level: config.log.level,
    secrets: config.secrets(),
    ...(writeLine !== undefined && { destination: { write: writeLine } }),
  })
  const contractFile = path.join(packageFolder, 'openapi.yaml')
  return {
    log,
    start: async () => {
      // Loaded where it runs: to most commands it would be half of their time.
      const { startBridge } = await import('./bridge.js')
      return startBridge({ config, clock, log, random: Math.random, contractFile, version: readVersion() })
    },
  }
}
