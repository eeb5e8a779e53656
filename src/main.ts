#!/usr/bin/env node
import { createProgram } from './cli/program'
import { runProgram } from './cli/run-program'
import { createScreen } from './cli/screen'
import { createProgramParts } from './main-parts'

async function main(): Promise<void> {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', () => process.exit(0))
  // The database holds tickets, the demo's folder holds secrets: both are for their owner alone.
  process.umask(0o077)
  const screen = createScreen(process)
  const code = await runProgram(createProgram(createProgramParts(screen)), process.argv.slice(2), screen)
  process.exit(code)
}

void main()
