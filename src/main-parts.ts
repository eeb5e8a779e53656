import type { ProgramParts } from './cli/program'
import type { Screen } from './cli/screen'
import { processEnvironment } from './config/environment'
import { readApiAccess } from './main-api-access'
import { readVersion } from './main-version'
import { createSystemClock } from './system-clock'

/**
 * Hands each command what it needs; commands see neither the configuration nor the database. What a command needs is
 * loaded when it runs: all of the bridge would be most of the time that a command line is waited for.
 */
export function createProgramParts(screen: Screen): ProgramParts {
  const env = processEnvironment()
  const clock = createSystemClock()
  const load = async (file: string) => (await import('./config.js')).loadConfig({ file, env })
  return {
    screen,
    clock,
    version: readVersion(),
    defaults: { configFile: env.BRIDGE_CONFIG ?? 'bridge.yaml' },
    prepareBridge: async (file, writeLine) =>
      (await import('./main-bridge.js')).prepareBridge(file, { clock, ...(writeLine !== undefined && { writeLine }) }),
    checkConfiguration: async file => (await import('./main-check.js')).checkConfiguration(file, clock),
    importTables: async asked =>
      (await import('./main-connect.js')).importTables(await load(asked.config), asked, clock),
    migrate: async file => (await import('./main-database.js')).migrateDatabase(await load(file)),
    openOwnAccounts: async file => (await import('./main-accounts.js')).openAccounts(await load(file), clock),
    openAccounts: async file => {
      const access = readApiAccess(env)
      const { openAccounts, connectAccounts } = await import('./main-accounts.js')
      return access === null ? openAccounts(await load(file), clock) : connectAccounts(access, clock)
    },
    readPassword: async file => (await import('./main-accounts.js')).readPassword(file, process.stdin),
    renameConnection: async (file, names) => (await import('./main-database.js')).renameLinks(await load(file), names),
    openSoar: async (file, connection) =>
      (await import('./main-soar.js')).openSoarDesk(
        await load(file),
        connection,
        createSystemClock({ keepsAlive: true }),
      ),
    openFeed: async asked =>
      (await import('./main-load.js')).openFeed(
        await load(asked.config),
        asked,
        createSystemClock({ keepsAlive: true }),
      ),
    openAdministration: async file => {
      const access = readApiAccess(env)
      if (access !== null) return (await import('./main-api.js')).connectAdministration(access, clock)
      return (await import('./main-administration.js')).openAdministration(await load(file), clock)
    },
  }
}
