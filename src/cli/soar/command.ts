import { type Command, Option } from 'commander'
import { configOption, createCommand, jsonOption } from '../arguments'
import { createApprovalsCommand } from './approvals'
import type { SoarParts } from './desk'
import { createGetCommand } from './get'
import { createQueryCommand } from './query'
import { createRunCommand } from './run'
import { createUploadCommand } from './upload'
import { createUsersCommand } from './users'

/** `soarbridge soar …`: what SOAR holds, and what it does, from a terminal. */
export function createSoarCommand(parts: SoarParts): Command {
  const soar = createCommand('soar', {
    summary: 'look into SOAR, run playbooks, upload files',
    example: 'soarbridge soar query container --filter \'status="new"\'',
  })
  const commands = [
    createQueryCommand(parts),
    createGetCommand(parts),
    createRunCommand(parts),
    createUsersCommand(parts),
    createApprovalsCommand(parts),
    createUploadCommand(parts),
  ]
  for (const command of commands) {
    soar.addCommand(
      command
        .addOption(configOption(parts.defaults))
        .addOption(new Option('--connection <name>', 'which SOAR, where the configuration has several'))
        .addOption(jsonOption()),
    )
  }
  return soar
}
