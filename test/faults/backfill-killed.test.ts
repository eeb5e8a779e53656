import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stringify } from 'yaml'
import { configOf } from '../support/bridge'
import { type BridgeProcess, freePort, startBridgeProcess } from '../support/bridge-process'
import { runCommand } from '../support/command-line'
import { type OpenedJira, openJira } from '../support/open-jira'
import { openKey } from '../support/open-key'
import { isQuiet, readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'
import { waitUntil } from '../support/wait-until'

/** By hand: `TICKETS=10000 npx jest dist/test/faults/backfill`. */
const tickets = Number(process.env.TICKETS ?? 150)
const kills = 3
const since = '2026-01-01T00:00:00.000Z'

jest.setTimeout(tickets * 200 + 300_000)

test('a backfill that is killed three times ends complete, with one container each', async () => {
  const soar = await openSoar()
  // Older than what a sweep goes back: they are the backfill's alone.
  const jira = await openJira({ now: () => Date.now() - 86_400_000 })
  const folder = mkdtempSync(path.join(tmpdir(), 'soarbridge-backfill-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const configFile = writeConfig(folder, { port, soar, jira })
  let bridge: BridgeProcess | undefined
  try {
    await fileTickets(jira)
    bridge = await startBridgeProcess(configFile, url)
    const key = await openKey({ folder }, 'bridge.operator')
    const before = await countCalls({ soar, jira })
    const startedAt = performance.now()
    await begin(url, key)
    for (let kill = 1; kill <= kills; kill += 1) {
      await waitUntil('some are read', () => countLinks(folder) >= (tickets * kill) / (kills + 1), tickets * 100)
      await bridge.kill()
      bridge = await startBridgeProcess(configFile, url)
    }
    const args = ['backfill', 'jira', '--since', since, '--json']
    const followed = await runCommand(args, {
      env: { BRIDGE_URL: url, BRIDGE_KEY: key },
      longestMs: tickets * 100 + 60_000,
    })
    expect(followed).toMatchObject({ code: 0, stderr: '' })
    const { read, ...ended } = JSON.parse(followed.stdout)
    expect(ended).toMatchObject({ state: 'done', failed: 0, firstFailure: null })
    // Those that the bridge wrote to meanwhile have changed since, and come again.
    expect(read).toBeGreaterThanOrEqual(tickets)
    await waitUntil('everything is delivered', () => isQuiet(folder), tickets * 50 + 180_000)
    const { containers } = (await soar.get('/_sandbox/state')).body
    const identifiers = containers.map((one: { source_data_identifier: string }) => one.source_data_identifier)
    expect(identifiers).toHaveLength(tickets)
    expect(new Set(identifiers).size).toBe(tickets)
    const after = await countCalls({ soar, jira })
    const calls = { soar: after.soar - before.soar, jira: after.jira - before.jira }
    // Twice each, since what the bridge links meanwhile comes again; besides, words are asked for at each start.
    expect(after.read - before.read).toBeLessThan(tickets / 10 + 40 * (kills + 1))
    if (process.env.TICKETS !== undefined) tellFigures(calls, performance.now() - startedAt)
    expect(await bridge.terminate()).toBe(0)
  } finally {
    await bridge?.kill()
    await Promise.all([soar.close(), jira.close()])
    rmSync(folder, { recursive: true, force: true })
  }
})

function writeConfig(
  folder: string,
  { port, soar, jira }: { port: number; soar: OpenedSoar; jira: OpenedJira },
): string {
  const config = configOf({ soarUrl: soar.url, soarToken: soar.token, jiraUrl: jira.url, jira: jira.connection })
  const file = path.join(folder, 'bridge.yaml')
  writeFileSync(file, stringify({ ...config, server: { port }, log: { level: 'error' } }))
  return file
}

async function fileTickets(jira: OpenedJira): Promise<void> {
  for (let at = 0; at < tickets; at += 50) {
    const some = Array.from({ length: Math.min(50, tickets - at) }, (_, index) => at + index)
    await Promise.all(
      some.map(one => jira.file({ summary: `Ticket ${one}`, description: `seen at 203.0.113.${one % 250}` })),
    )
  }
}

async function begin(url: string, key: string): Promise<void> {
  const { status } = await fetch(`${url}/v1/backfills`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ connection: 'jira', since }),
  })
  expect(status).toBe(202)
}

function countLinks(folder: string): number {
  const [row] = readTables<{ count: number }>(folder, "select count(*) as count from links where state = 'linked'")
  return row?.count ?? 0
}

/** Requests that each sandbox was sent so far. */
async function countCalls({
  soar,
  jira,
}: {
  soar: OpenedSoar
  jira: OpenedJira
}): Promise<{ soar: number; jira: number; read: number }> {
  const ofSoar = (await soar.get('/_sandbox/requests')).body.requests
  const ofJira = (await jira.call('GET', '/_sandbox/requests')).body.requests
  const ofReading = ofJira.filter(({ path }: { path: string }) => !path.includes('/remotelink'))
  return { soar: ofSoar.at(-1)?.seq ?? 0, jira: ofJira.at(-1)?.seq ?? 0, read: ofReading.length }
}

function tellFigures(calls: { soar: number; jira: number }, ms: number): void {
  const perTicket = { soar: calls.soar / tickets, jira: calls.jira / tickets }
  process.stderr.write(`${JSON.stringify({ tickets, kills, seconds: Math.round(ms / 1000), calls, perTicket })}\n`)
}
