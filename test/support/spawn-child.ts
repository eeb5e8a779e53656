import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface Child {
  process: ChildProcess
  /** Its first line of output, as JSON. */
  told: Record<string, unknown>
}

/** Starts a script of this folder as a process of its own and waits for its first line. */
export async function spawnChild(script: string, ...args: string[]): Promise<Child> {
  const child = spawn(process.execPath, [path.join(__dirname, `${script}.js`), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { process: child, told: JSON.parse(line) as Record<string, unknown> }
}

export async function kill(child: Child): Promise<void> {
  if (child.process.exitCode !== null || child.process.signalCode !== null) return
  const exited = once(child.process, 'exit')
  child.process.kill('SIGKILL')
  await exited
}
