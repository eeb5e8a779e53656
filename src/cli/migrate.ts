import type { Command } from 'commander'
import { configOption, createCommand, type Defaults, jsonOption } from './arguments'
import type { Screen } from './screen'

export interface MigrateParts {
  screen: Screen
  defaults: Defaults
  /** Answers the names of the migrations that ran. */
  migrate(configFile: string): Promise<string[]>
}

/** `soarbridge migrate`: what `serve` does by itself at its start, apart. */
export function createMigrateCommand({ screen, defaults, migrate }: MigrateParts): Command {
  return createCommand('migrate', {
    summary: 'bring the database to this version (serve does it too)',
    example: 'soarbridge migrate --config bridge.yaml',
  })
    .addOption(configOption(defaults))
    .addOption(jsonOption())
    .action(async ({ config, json }: { config: string; json: boolean }) => {
      const migrations = await migrate(config)
      if (json) return screen.say(JSON.stringify({ migrations }))
      for (const name of migrations) screen.say(`ran ${name}`)
      if (migrations.length === 0) screen.say('nothing to do: the database is at this version')
    })
}
