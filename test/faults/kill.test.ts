import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { configOf } from '../support/bridge'
import { type BridgeProcess, freePort, startBridgeProcess } from '../support/bridge-process'
import { openJira } from '../support/open-jira'
import { postJira } from '../support/post-jira'
import { isQuiet, readTables } from '../support/read-bridge'
import { randomFrom } from '../support/shuffle'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

/** By hand: `KILLS=100 npx jest dist/test/faults/kill`. */
const kills = Number(process.env.KILLS ?? 10)
/** Few enough to be busy, many enough to stay below the ceiling of observables of one ticket. */
const tickets = 12 + 2 * kills
const writers = 8
const modes = ['hash', 'sdi', 'none'] as const

interface Posted {
  ticket: number
  update: number
  /** Null where the bridge died before it answered. */
  receipt: string | null
}

jest.setTimeout(kills * 10_000 + 300_000)

test.each(modes)(
  '%s artifacts: nothing acknowledged is lost and nothing is doubled by kill -9',
  async artifactDedupe => {
    const soar = await openSoar({ artifactDedupe })
    const jira = await openJira()
    const folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-kill-'))
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const configFile = writeConfig(folder, { port, soar, jira })
    const posted: Posted[] = []
    const random = randomFrom(kills)
    let bridge: BridgeProcess | undefined
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        bridge = await startBridgeProcess(configFile, url)
        const load = startLoad(url, posted)
        await sleep(30 + random() * 400)
        await bridge.kill()
        await load.stop()
      }
      bridge = await startBridgeProcess(configFile, url)
      await waitUntil('everything is delivered', () => isQuiet(folder), 180_000)
      await expectAllThere({ soar, folder, posted })
      expect(await bridge.terminate()).toBe(0)
    } finally {
      await bridge?.kill()
      await Promise.all([soar.close(), jira.close()])
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

function writeConfig(
  folder: string,
  { port, soar, jira }: { port: number; soar: OpenedSoar; jira: Awaited<ReturnType<typeof openJira>> },
): string {
  // These tickets stand in no Jira: nothing can be told to them.
  const polling = { collections: [] }
  const jiraParts = { jiraUrl: jira.url, jira: jira.connection, polling }
  const config = configOf({ soarUrl: soar.url, soarToken: soar.token, ...jiraParts })
  const file = path.join(folder, 'bridge.yaml')
  writeFileSync(file, stringify({ ...config, server: { port }, log: { level: 'error' } }))
  return file
}

/** Posts updates of a few tickets as fast as it is answered, each with an address of its own, until stopped. */
function startLoad(url: string, posted: Posted[]): { stop(): Promise<void> } {
  let stopping = false
  const write = async () => {
    while (!stopping) {
      const update = posted.length + 1
      const entry: Posted = { ticket: update % tickets, update, receipt: null }
      posted.push(entry)
      try {
        const { status, body } = await postJira(url, bodyOf(entry))
        if (status === 202) entry.receipt = String(body.receipt)
      } catch {
        return // The bridge is gone; whatever was not answered may be there or not.
      }
    }
  }
  const running = Promise.all(Array.from({ length: writers }, write))
  return {
    stop: async () => {
      stopping = true
      await running
    },
  }
}

const epoch = Date.parse('2026-01-01T00:00:00Z')

function bodyOf({ ticket, update }: Posted): string {
  const updated = new Date(epoch + update).toISOString().replace('Z', '+0000')
  const fields = { summary: `Update ${update}`, description: `seen at ${addressOf(update)}`, updated }
  const issue = { id: String(5000 + ticket), key: `SEC-${ticket}`, fields }
  return JSON.stringify({ timestamp: epoch + update, webhookEvent: 'jira:issue_updated', issue })
}

function addressOf(update: number): string {
  return `100.${(update >> 16) & 255}.${(update >> 8) & 255}.${update & 255}`
}

async function expectAllThere({ soar, folder, posted }: { soar: OpenedSoar; folder: string; posted: Posted[] }) {
  const acknowledged = posted.filter(one => one.receipt !== null)
  expect(acknowledged.length).toBeGreaterThan(kills)
  const stored = new Set(
    readTables<{ id: string }>(folder, "select id from receipts where state = 'processed'").map(({ id }) => id),
  )
  expect(acknowledged.filter(one => !stored.has(String(one.receipt)))).toEqual([])
  expect(readTables(folder, "select state, reason from jobs where state not in ('confirmed', 'superseded')")).toEqual(
    [],
  )

  const { containers, artifacts } = (await soar.get('/_sandbox/state')).body
  const identifiers = containers.map(
    (container: { source_data_identifier: string }) => container.source_data_identifier,
  )
  expect(identifiers).toHaveLength(new Set(identifiers).size)
  expect(identifiers).toEqual(expect.arrayContaining(identifiersOf(acknowledged)))
  expect(identifiersOf(posted)).toEqual(expect.arrayContaining(identifiers))
  const ofArtifacts = artifacts.map((one: { source_data_identifier: string }) => one.source_data_identifier)
  expect(ofArtifacts.length).toBe(new Set(ofArtifacts).size)
  const addresses = new Set(
    artifacts.map((artifact: { cef: { sourceAddress?: string } }) => artifact.cef.sourceAddress),
  )
  expect(acknowledged.filter(one => !addresses.has(addressOf(one.update)))).toEqual([])
  for (const container of containers) expectNewest(container, posted)
}

/** What was sent and never answered may have its container or not. */
function identifiersOf(some: Posted[]): string[] {
  return [...new Set(some.map(({ ticket }) => `soarbridge:jira:${5000 + ticket}`))]
}

/** At least the newest acknowledged update, at most the newest that was ever sent. */
function expectNewest(container: { name: string; source_data_identifier: string }, posted: Posted[]): void {
  const ticket = Number(container.source_data_identifier.split(':')[2]) - 5000
  const ofTicket = posted.filter(one => one.ticket === ticket)
  const newest = Math.max(...ofTicket.filter(one => one.receipt !== null).map(one => one.update), 0)
  const update = Number(container.name.split('Update ')[1])
  expect(update).toBeGreaterThanOrEqual(newest)
  expect(ofTicket.map(one => one.update)).toContain(update)
}
