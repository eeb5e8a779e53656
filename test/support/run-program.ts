import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const timeoutMs = 60_000

/** Whether Python with `requests` is there; says so in a line where it is not. */
export function hasPython(): boolean {
  const isThere = spawnSync('python3', ['-c', 'import requests'], { timeout: timeoutMs }).status === 0
  if (!isThere) process.stdout.write('skipped: python3 with the package requests is not on this machine\n')
  return isThere
}

/** As `hasPython`, for curl. */
export function hasCurl(): boolean {
  const isThere = spawnSync('curl', ['--version'], { timeout: timeoutMs }).status === 0
  if (!isThere) process.stdout.write('skipped: curl is not on this machine\n')
  return isThere
}

/** Runs a Python program to its end; what it printed, line by line. Rejects where it fails. */
export function runPython(program: string, ...args: string[]): Promise<string[]> {
  return runProgram('python3', ['-c', program, ...args])
}

/** Runs a command line as a shell would. */
export function runShell(command: string): Promise<string[]> {
  return runProgram('sh', ['-c', command])
}

async function runProgram(name: string, args: string[]): Promise<string[]> {
  const { stdout } = await run(name, args, { timeout: timeoutMs })
  return stdout.split('\n').filter(line => line !== '')
}
