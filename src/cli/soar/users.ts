import type { Command } from 'commander'
import { createCommand } from '../arguments'
import { type Column, showItems } from '../table'
import type { DeskUser, SoarParts } from './desk'
import { openDesk, type SharedOptions } from './options'

const columns: Column<DeskUser>[] = [
  { title: 'id', value: user => user.id },
  { title: 'user', value: user => user.username },
  { title: 'type', value: user => user.type },
  { title: 'email', value: user => user.email },
  { title: 'roles', value: user => user.roles.join(', ') },
  { title: 'active', value: user => (user.isActive ? 'yes' : 'no') },
]

/** `soarbridge soar users`: who can sign in or own a container. */
export function createUsersCommand(parts: SoarParts): Command {
  return createCommand('users', { summary: 'list the users of SOAR', example: 'soarbridge soar users' }).action(
    async (options: SharedOptions) => {
      const items = await (await openDesk(parts, options)).users()
      showItems(parts.screen, { items, columns, isJson: options.json })
    },
  )
}
