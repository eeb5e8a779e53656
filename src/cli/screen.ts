import type { Writable } from 'node:stream'

/** Where a command writes: what was asked for on standard output, words about it on standard error. */
export interface Screen {
  /** One line of what was asked for. */
  say(line: string): void
  /** One line about it, for people. */
  note(line: string): void
  /** Somebody looks at standard output; otherwise it is a pipe or a file. */
  isTerminal: boolean
}

type Output = Writable & { isTTY?: boolean }

export function createScreen({ stdout, stderr }: { stdout: Output; stderr: Output }): Screen {
  return {
    say: line => void stdout.write(`${line}\n`),
    note: line => void stderr.write(`${line}\n`),
    isTerminal: stdout.isTTY === true,
  }
}
