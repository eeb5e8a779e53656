import type { Command } from 'commander'
import { createCommand } from '../arguments'
import { printable } from '../table'
import type { SoarParts } from './desk'
import { configurationOption, openDesk, printableRecord, type SharedOptions } from './options'

/** `soarbridge soar get`: one record, whole. */
export function createGetCommand(parts: SoarParts): Command {
  return createCommand('get', { summary: 'show one record', example: 'soarbridge soar get container 12' })
    .argument('<type>', "SOAR's name of it: container, artifact, playbook_run, …")
    .argument('<id>', 'its id')
    .addOption(configurationOption())
    .action(async (type: string, id: string, options: SharedOptions & { withConfiguration: boolean }) => {
      const whole = await (await openDesk(parts, options)).get(type, id)
      const record = printableRecord(type, whole, options.withConfiguration)
      const isForPeople = parts.screen.isTerminal && !options.json
      const lines = isForPeople ? JSON.stringify(record, null, 2).split('\n') : [JSON.stringify(record)]
      for (const line of lines) parts.screen.say(isForPeople ? printable(line) : line)
    })
}
