import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { waitUntil } from './wait-until'

/** A bridge as a process of its own, so that it can be killed. */
export interface BridgeProcess {
  /** Ends it at once, mid-sentence, as a power button does to a process. */
  kill(): Promise<void>
  /** Asks it to stop; answers its exit code. */
  terminate(): Promise<number | null>
}

/** A start takes half a second to three; a machine that stands still for a while is no failure of ours. */
const startPatienceMs = 120_000

export async function startBridgeProcess(configFile: string, url: string): Promise<BridgeProcess> {
  const main = path.resolve('dist', 'src', 'main.js')
  const child = spawn(process.execPath, [main, 'serve', '--config', configFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8')
  })
  let lastSaid = 'nothing'
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`the bridge ended with ${child.exitCode}: ${complaint}`)
    lastSaid = await askReadiness(url)
    return lastSaid === '200'
  }
  await waitUntil('the bridge answers', isReady, startPatienceMs).catch(error => {
    throw new Error(`${(error as Error).message}; last it said ${lastSaid}, and on standard error: ${complaint}`)
  })
  return {
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    terminate: () => end(child, 'SIGTERM'),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}

/** The status of `/readyz`, or why there was none. */
async function askReadiness(url: string): Promise<string> {
  try {
    return String((await fetch(`${url}/readyz`)).status)
  } catch (error) {
    return String((error as Error).cause ?? error)
  }
}

/** A port that was free a moment ago; for processes that must keep their address over a restart. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
