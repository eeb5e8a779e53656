import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** A process of the bench: a compiled file of this folder, on its own core. */
export interface Child {
  pid: number
  /** Its next line of standard output, parsed. Rejects when it ends or says nothing for `withinMs`. */
  readLine<Line>(withinMs: number): Promise<Line>
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when it is gone. */
  end(graceMs: number): Promise<void>
}

const running = new Set<ChildProcess>()
// Whatever ends the bench ends what it started, and nothing else.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** `script` lies below `dist/bench`; `input` reaches it as its first argument, in JSON. */
export function startChild(script: string, input: object, core: number | undefined): Child {
  const command = [process.execPath, path.join(__dirname, '..', script), JSON.stringify(input)]
  const [program, ...rest] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const { NODE_OPTIONS: _, NODE_ENV: __, ...env } = process.env
  const child = spawn(program as string, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  const exited = once(child, 'exit').then(() => void running.delete(child))
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
  return {
    // taskset becomes the program that it starts, so this is the process itself.
    pid: child.pid ?? 0,
    readLine: async withinMs => {
      const line = await within(withinMs, script, lines.next())
      if (line.done === true) throw new Error(`${script} ended without an answer`)
      return JSON.parse(line.value)
    },
    end: async graceMs => {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(kill)
    },
  }
}

async function within<Value>(ms: number, who: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${who} gave no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What the parent handed in. */
export function readInput<Input>(): Input {
  return JSON.parse(process.argv[2] ?? '{}')
}

/** Tells the parent, and listens for its SIGTERM. */
export function answerParent(line: object, onEnd?: () => Promise<void> | void): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
  if (onEnd === undefined) return
  process.once('SIGTERM', async () => {
    await onEnd()
    process.exit(0)
  })
}
