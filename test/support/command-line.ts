import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { waitUntil } from './wait-until'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** One `soarbridge …` in a process of its own. */
export interface RunningCommand {
  process: ChildProcess
  stdout(): string
  stderr(): string
  ended: Promise<Ended>
  /** Waits for a line on either output; raises where the process ends without it. */
  line(pattern: RegExp): Promise<RegExpExecArray>
}

export interface CommandSurroundings {
  folder?: string
  env?: Record<string, string>
  /** Standard input; empty without it. */
  input?: string
  /** No command of the suite takes longer than a minute. */
  longestMs?: number
}

const running = new Set<ChildProcess>()

export function startCommand(
  args: readonly string[],
  { folder = '.', env = {}, input, longestMs = 60_000 }: CommandSurroundings = {},
): RunningCommand {
  const main = path.resolve('dist', 'src', 'main.js')
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    // Nothing of this process's surroundings: a variable of the developer's must not decide a test.
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  })
  // A command that reads nothing may be gone before it is written.
  child.stdin.on('error', () => {}).end(input ?? '')
  running.add(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  let hasEnded = false
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      hasEnded = true
      running.delete(child)
      resolve({ code, ...output })
    })
  })
  const find = (pattern: RegExp) => pattern.exec(output.stderr) ?? pattern.exec(output.stdout)
  return {
    process: child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    line: async pattern => {
      await waitUntil(`a line like ${pattern}`, () => find(pattern) !== null || hasEnded, longestMs)
      const found = find(pattern)
      if (found === null) throw new Error(`ended without a line like ${pattern}: ${output.stdout}${output.stderr}`)
      return found
    },
  }
}

export function runCommand(args: readonly string[], surroundings?: CommandSurroundings): Promise<Ended> {
  return startCommand(args, surroundings).ended
}

/** Ends what a failed test left behind. */
export function killCommands(): void {
  for (const child of running) child.kill('SIGKILL')
}
