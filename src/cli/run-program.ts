import { type Command, CommanderError } from 'commander'
import { isBridgeError } from '../errors'
import type { Screen } from './screen'
import { printable } from './table'

export const exitCodes = { done: 0, failed: 1, usage: 2, differs: 3, misconfigured: 78 } as const

/** Runs one command line; answers the exit code. A failure is told in a sentence, with its mistakes, never with a stack. */
export async function runProgram(program: Command, args: readonly string[], screen: Screen): Promise<number> {
  for (const command of allCommands(program)) command.exitOverride().showHelpAfterError('(--help shows an example)')
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    if (error instanceof ToldFailure) return error.exitCode
    for (const line of explainFailure(error)) screen.note(line)
    return isBridgeError(error) && error.kind === 'misconfigured' ? exitCodes.misconfigured : exitCodes.failed
  }
}

/** The command has told everything; the exit code is all that is left to say. */
export class ToldFailure extends Error {
  constructor(readonly exitCode: number) {
    super('told already')
  }
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

function explainFailure(error: unknown): string[] {
  if (isBridgeError(error)) {
    return [
      `error: ${printable(error.message)}`,
      ...error.mistakes.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`),
    ]
  }
  const facts = readFacts(error)
  const surroundings = explainSurroundings(facts)
  if (surroundings !== undefined) return [`error: ${surroundings}`]
  return [`error: unexpected failure (${facts.code ?? facts.name}); this is a bug, please report it`]
}

interface Facts {
  name: string
  code?: string
  syscall?: string
  path?: string
  address?: string
  port?: number
}

function readFacts(error: unknown): Facts {
  return typeof error === 'object' && error !== null ? (error as Facts) : { name: typeof error }
}

/** What the system or the disk refused is no bug. */
function explainSurroundings({ name, code, syscall, path, address, port }: Facts): string | undefined {
  if (code === undefined) return undefined
  if (syscall === 'listen') return `cannot listen on ${address ?? ''}:${port ?? ''} (${code}); choose another port`
  if (name === 'SqliteError') return `the database cannot be used (${code}); look at its file, folder and disk`
  if (syscall !== undefined) return `the system refused to ${syscall} ${path ?? 'a file'} (${code})`
  return undefined
}
