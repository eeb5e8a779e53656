import type { Command } from 'commander'
import { createCommand } from '../arguments'
import { type Column, showItems } from '../table'
import type { PendingApproval, SoarParts } from './desk'
import { openDesk, type SharedOptions } from './options'

const columns: Column<PendingApproval>[] = [
  { title: 'id', value: one => one.id },
  { title: 'container', value: one => one.container },
  { title: 'asks', value: one => one.title },
  { title: 'of', value: one => one.asked },
  { title: 'minutes left', value: one => one.minutesLeft },
]

/** `soarbridge soar approvals`: what waits for a person, and for how long. */
export function createApprovalsCommand(parts: SoarParts): Command {
  return createCommand('approvals', {
    summary: 'list what waits for an approval',
    example: 'soarbridge soar approvals',
  }).action(async (options: SharedOptions) => {
    const items = await (await openDesk(parts, options)).approvals()
    showItems(parts.screen, { items, columns, isJson: options.json })
  })
}
