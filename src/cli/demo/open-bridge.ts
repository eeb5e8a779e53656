import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Clock } from '../../domain/clock'
import type { JsonObject } from '../../domain/json'
import { type OpenAccounts, withAccounts } from '../accounts'
import type { ServeParts } from '../serve'

export interface BridgeParts extends Pick<ServeParts, 'prepareBridge'> {
  /** Of a database that nobody holds, whatever the environment says. */
  openOwnAccounts: OpenAccounts
  clock: Clock
  /** Takes each line of the bridge's log. */
  writeLogLine(line: string): void
}

export interface OpenedBridge {
  url: string
  /** Reads everything, changes nothing. */
  viewerKey: string
  /** Stops it and removes its folder. */
  close(): Promise<void>
}

/** A bridge on SQLite in a temporary folder, as `serve` runs it, and a key made as `key create` makes one. */
export async function openBridge(connections: JsonObject, parts: BridgeParts): Promise<OpenedBridge> {
  const folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-demo-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const file = path.join(folder, 'bridge.yaml')
    const config = {
      server: { host: '127.0.0.1', port: 0 },
      database: { url: 'sqlite:./bridge.db' },
      // These stand-ins commit at once and are down for a moment only; real systems need the longer times by default.
      delivery: { probeSeconds: 1, settleSeconds: 1 },
      // Nobody wants to watch the quarter of a minute between two looks into SOAR.
      polling: { seconds: 1 },
      log: { level: 'warn' },
      ...connections,
    }
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
    const viewerKey = await createViewerKey(file, parts)
    const bridge = await (await parts.prepareBridge(file, parts.writeLogLine)).start()
    return { url: bridge.url, viewerKey, close: () => bridge.stop('demo ended').finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

async function createViewerKey(file: string, { openOwnAccounts }: BridgeParts): Promise<string> {
  const wish = { name: 'demo', roles: ['bridge.viewer' as const], allowIps: ['any'] }
  const { key } = await withAccounts(
    () => openOwnAccounts(file),
    accounts => accounts.createKey(wish),
  )
  return key
}
