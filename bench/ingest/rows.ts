import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Child, startChild } from '../load/child'
import type { Cores } from '../load/cores'
import type { BridgeInput } from './serve-bridge'

/** A server under load, on a database of its own where it has one. */
export interface Stand {
  port: number
  /** Of the server under load. */
  pid: number
  /** Where its receipts lie; null where nothing is stored. */
  databaseFile: string | null
  stop(): Promise<void>
  /** What it left on the disk. */
  remove(): Promise<void>
}

export interface Row {
  name: string
  title: string
  /** It works on after its answers, so no other row is measured while it stands. */
  standsAlone?: true
  open(place: Place): Promise<Stand>
}

export interface Place {
  /** On the disk of the project. */
  folder: string
  secret: string
  cores: Cores | null
}

const startWithinMs = 30_000
/** A bridge finishes what runs before it ends. */
const endWithinMs = 20_000

export const rows: readonly Row[] = [
  { name: 'raw', title: 'node:http, body read, nothing parsed', open: place => openBare('ingest/serve-raw.js', place) },
  {
    name: 'express',
    title: 'Express 5, express.json(), empty handler',
    open: place => openBare('ingest/serve-express.js', place),
  },
  { name: 'ingest', title: 'durable ingest, delivery held', open: place => openBridge(place, null) },
  { name: 'ingest-delivering', title: 'durable ingest, delivery on', standsAlone: true, open: openDelivering },
]

async function openBare(script: string, { cores }: Place): Promise<Stand> {
  const server = startChild(script, {}, cores?.server)
  const { port } = await ready<{ port: number }>(server)
  return { port, pid: server.pid, databaseFile: null, stop: () => server.end(endWithinMs), remove: async () => {} }
}

async function openBridge({ folder: parent, secret, cores }: Place, soar: BridgeInput['soar']): Promise<Stand> {
  const folder = mkdtempSync(path.join(parent, 'bridge-'))
  const input: BridgeInput = { folder, secret, soar }
  const bridge = startChild('ingest/serve-bridge.js', input, cores?.server)
  const { port } = await ready<{ port: number }>(bridge)
  return {
    port,
    pid: bridge.pid,
    databaseFile: path.join(folder, 'bridge.db'),
    stop: () => bridge.end(endWithinMs),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function openDelivering(place: Place): Promise<Stand> {
  const soar = startChild('ingest/serve-soar.js', {}, place.cores?.soar)
  const stand = await openBridge(place, await ready<{ url: string; token: string }>(soar))
  const stop = async () => {
    await stand.stop()
    await soar.end(endWithinMs)
  }
  return { ...stand, stop }
}

async function ready<Line>(child: Child): Promise<Line> {
  try {
    return await child.readLine<Line>(startWithinMs)
  } catch (error) {
    await child.end(0)
    throw error
  }
}
