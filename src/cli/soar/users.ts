import type { Command } from 'commander'
import type { JsonObject } from '../../domain/json'
import { createCommand } from '../arguments'
import { showItems } from '../table'
import { columnsOf } from './columns'
import type { SoarParts } from './desk'
import { openDesk, type SharedOptions } from './options'

const shown = ['id', 'username', 'first_name', 'last_name', 'type', 'email']

/** `soarbridge soar users`: who can sign in or own a container. */
export function createUsersCommand(parts: SoarParts): Command {
  return createCommand('users', { summary: 'list the users of SOAR', example: 'soarbridge soar users' }).action(
    async (options: SharedOptions) => {
      const items: JsonObject[] = []
      for await (const user of openDesk(parts, options).users()) items.push(user)
      showItems(parts.screen, { items, columns: columnsOf(items, shown), isJson: options.json })
    },
  )
}
