import { type Command, InvalidArgumentError, Option } from 'commander'
import { createCommand } from '../arguments'
import { exitCodes, ToldFailure } from '../run-program'
import { printable } from '../table'
import type { RunState, SoarDesk, SoarParts } from './desk'
import { openDesk, type SharedOptions } from './options'

interface Options extends SharedOptions {
  container: string
  scope: 'new' | 'all'
  input: Record<string, string>
  follow: boolean
}

/** `soarbridge soar run`: starts a playbook on a container; with `--follow`, to its end. */
export function createRunCommand(parts: SoarParts): Command {
  return createCommand('run', {
    summary: 'run a playbook on a container',
    example: 'soarbridge soar run community/enrich --container 12 --scope all --input depth=2 --follow',
  })
    .argument('<playbook>', 'its id, its name, or repository/name')
    .requiredOption('--container <id>', 'the container it runs on')
    .addOption(new Option('--scope <scope>', 'which artifacts it sees').choices(['new', 'all']).default('new'))
    .option('--input <name=value>', 'an input of the playbook; may be given several times', readInput, {})
    .option('--follow', 'wait for its end; exit code 1 where it failed', false)
    .action(async (playbook: string, options: Options) => {
      const { container: containerId, scope, input: inputs, follow } = options
      const desk = await openDesk(parts, options)
      const id = await desk.startRun({ playbook, containerId, scope, inputs })
      if (!follow) return tell(parts, options, { run: id, status: 'started', message: null })
      const end = await followToEnd(parts, options, { desk, id })
      if (end?.isGood !== true) throw new ToldFailure(exitCodes.failed)
    })
}

async function followToEnd(
  parts: SoarParts,
  options: Options,
  { desk, id }: { desk: SoarDesk; id: string },
): Promise<RunState | undefined> {
  let last: RunState | undefined
  for await (const state of desk.followRun(id)) {
    last = state
    tell(parts, options, { run: id, status: state.status, message: state.message })
  }
  return last
}

function tell(
  { screen }: SoarParts,
  { json }: Options,
  { run, status, message }: { run: string; status: string; message: string | null },
): void {
  if (json || !screen.isTerminal) return screen.say(JSON.stringify({ run, status, message }))
  screen.say(printable(`run ${run}: ${status}${message === null ? '' : `, ${message}`}`))
}

function readInput(text: string, earlier: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('expected name=value')
  return { ...earlier, [text.slice(0, equals)]: text.slice(equals + 1) }
}
