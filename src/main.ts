import path from 'node:path'
import { startBridge } from './bridge'
import { loadConfig } from './config'
import { createSystemClock } from './system-clock'
import { createLog } from './telemetry/log'

const file = process.argv[4] as string
const config = loadConfig({ file, env: {} })
void startBridge({
  config,
  clock: createSystemClock(),
  log: createLog({ level: config.log.level, secrets: [] }),
  random: Math.random,
  contractFile: path.resolve('openapi.yaml'),
  version: 'x',
}).then(b => {
  process.on('SIGTERM', () => void b.stop('x').then(() => process.exit(0)))
})
