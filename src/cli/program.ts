import { Command } from 'commander'
import { type AccountParts, createAccountCommands } from './account-commands'
import { type CheckParts, createCheckCommand } from './check'
import { type ConnectParts, createConnectCommand } from './connect'
import { createDemoCommand, type DemoParts } from './demo'
import { createJobsCommand } from './jobs'
import { createLinksCommand, type LinksParts } from './links'
import { createLoadCommand, type LoadParts } from './load'
import { createMigrateCommand, type MigrateParts } from './migrate'
import { createReceiptsCommand } from './receipts'
import { createSandboxCommand, type SandboxParts } from './sandbox'
import { createServeCommand, type ServeParts } from './serve'
import { createSoarCommand } from './soar/command'
import type { SoarParts } from './soar/desk'

export type ProgramParts = AccountParts &
  CheckParts &
  ConnectParts &
  DemoParts &
  LinksParts &
  LoadParts &
  MigrateParts &
  SandboxParts &
  ServeParts &
  SoarParts & { version: string }

/** The command line `soarbridge …`. */
export function createProgram(parts: ProgramParts): Command {
  const program = new Command('soarbridge')
    .description('The bridge between ticketing systems and Splunk SOAR.')
    .version(parts.version)
    .addHelpText(
      'after',
      '\nExample:\n  soarbridge demo\n\nExit codes: 0 done, 1 failed, 2 usage, 78 bad configuration.',
    )
    .addCommand(createServeCommand(parts))
    .addCommand(createCheckCommand(parts))
    .addCommand(createConnectCommand(parts))
    .addCommand(createMigrateCommand(parts))
    .addCommand(createLinksCommand(parts))
    .addCommand(createJobsCommand(parts))
    .addCommand(createReceiptsCommand(parts))
    .addCommand(createSoarCommand(parts))
    .addCommand(createLoadCommand(parts))
    .addCommand(createDemoCommand(parts))
    .addCommand(createSandboxCommand(parts))
  for (const command of createAccountCommands(parts)) program.addCommand(command)
  return program
}
