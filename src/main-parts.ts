import type { ProgramParts } from './cli/program'
import type { Screen } from './cli/screen'
import { loadConfig, processEnvironment } from './config'
import { connectAccounts, openAccounts, readPassword } from './main-accounts'
import { openAdministration } from './main-administration'
import { connectAdministration, readApiAccess } from './main-api'
import { prepareBridge, readVersion } from './main-bridge'
import { checkConfiguration } from './main-check'
import { createConnectParts } from './main-connect'
import { migrateDatabase, renameLinks } from './main-database'
import { openSoarDesk } from './main-soar'
import { createSystemClock } from './system-clock'

/** Hands each command what it needs; commands see neither the configuration nor the database. */
export function createProgramParts(screen: Screen): ProgramParts {
  const env = processEnvironment()
  const clock = createSystemClock()
  const load = (file: string) => loadConfig({ file, env })
  return {
    screen,
    clock,
    version: readVersion(),
    defaults: { configFile: env.BRIDGE_CONFIG ?? 'bridge.yaml' },
    prepareBridge: (file, writeLine) => prepareBridge(file, { clock, ...(writeLine !== undefined && { writeLine }) }),
    checkConfiguration: file => checkConfiguration(file, clock),
    ...createConnectParts(clock),
    migrate: file => migrateDatabase(load(file)),
    openOwnAccounts: file => openAccounts(load(file), clock),
    openAccounts: async file => {
      const access = readApiAccess(env)
      return access === null ? openAccounts(load(file), clock) : connectAccounts(access, clock)
    },
    readPassword: file => readPassword(file, process.stdin),
    renameConnection: (file, names) => renameLinks(load(file), names),
    openSoar: (file, connection) => openSoarDesk(load(file), connection, createSystemClock({ keepsAlive: true })),
    openAdministration: async file => {
      const access = readApiAccess(env)
      return access === null ? openAdministration(load(file), clock) : connectAdministration(access, clock)
    },
  }
}
