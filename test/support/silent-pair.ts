import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { openBridge } from './bridge'
import { handOn } from './hand-on'
import { type OpenedJira, openJira } from './open-jira'
import { openKey } from './open-key'
import { startPushReceiver } from './push-receiver'
import { isQuiet, readTables } from './read-bridge'
import { type OpenedSoar, openSoar } from './soar-sandbox'
import type { Entry } from './stage'
import { waitUntil } from './wait-until'

/** Tickets with their containers, of which the bridge hears when a test says so, and not before. */
export interface SilentPairs {
  soar: OpenedSoar
  jira: OpenedJira
  /** Files a ticket and waits for its container; the newest one is what all else is about. */
  file(fields?: Record<string, unknown>): Promise<void>
  /** Hands on what Jira pushed until now; resolves when all that follows is done. */
  tellOfTicket(how?: { isReversed: boolean }): Promise<void>
  /** Has the bridge look into SOAR; resolves when all that follows is done. */
  lookAtSoar(): Promise<void>
  /** People, a moment after what happened before, so that no two edits have one stamp. */
  inJira(body: Record<string, unknown>): Promise<void>
  inSoar(body: Record<string, unknown>): Promise<void>
  /** Path of the ticket and of the container. */
  paths(): { ticket: string; container: string }
  /** Waits until it reads so, and all is at rest; a busy machine may still be at work on a look. */
  ends<Value>(read: () => Promise<Value>, expected: Value): Promise<void>
  ticket(): Promise<Entry>
  container(): Promise<Entry>
  close(): Promise<void>
}

export async function openSilentPairs(rules: string): Promise<SilentPairs> {
  const office = await startPushReceiver()
  const soar = await openSoar()
  const jira = await openJira()
  await jira.pushTo(office.url)
  const bridge = await openBridge({
    soarUrl: soar.url,
    soarToken: soar.token,
    jiraUrl: jira.url,
    jira: jira.connection,
    polling: { seconds: 3600, collections: ['container'] },
    jiraRules: rules,
  })
  const key = await openKey(bridge, 'bridge.soar_write')
  let ticket = ''
  let container = 0
  const pushes = async () => {
    await jira.idle()
    return office.received.splice(0)
  }
  const rest = async () => {
    // What was pushed of the bridge's own writes comes too.
    for (let turn = 0; turn < 2; turn += 1) {
      await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
      await handOn(bridge.url, await pushes())
    }
    await waitUntil('everything is delivered', () => isQuiet(bridge.folder))
  }
  const looks = async () => {
    const { requests } = (await soar.get('/_sandbox/requests')).body
    return requests.filter(({ method, path }: Entry) => method === 'GET' && path === '/rest/container').length
  }
  const pairs: SilentPairs = {
    soar,
    jira,
    async file(fields = {}) {
      ticket = (await jira.file({ summary: 'Beacon', ...fields })).id
      container += 1
      await pairs.tellOfTicket()
      const links = () => readTables(bridge.folder, "select 1 from links where state = 'linked'").length
      await waitUntil('the ticket is linked', () => links() === container)
      await pairs.lookAtSoar()
    },
    async tellOfTicket(how = { isReversed: false }) {
      const received = await pushes()
      await handOn(bridge.url, how.isReversed ? received.toReversed() : received)
      await rest()
    },
    async lookAtSoar() {
      const before = await looks()
      const answer = await fetch(`${bridge.url}/webhooks/soar/soar`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ container_id: container }),
      })
      expect(answer.status).toBe(202)
      await waitUntil('SOAR was looked at', async () => (await looks()) > before)
      await rest()
    },
    async inJira(body) {
      await sleep(20)
      expect((await jira.call('PUT', pairs.paths().ticket, body)).status).toBe(204)
    },
    async inSoar(body) {
      await sleep(20)
      expect((await soar.post(pairs.paths().container, body)).status).toBe(200)
    },
    async ends(read, expected) {
      await waitUntil(`it ends in ${JSON.stringify(expected)}`, async () => isDeepStrictEqual(await read(), expected))
      await rest()
      expect(await read()).toEqual(expected)
    },
    paths: () => ({ ticket: `/rest/api/2/issue/${ticket}`, container: `/rest/container/${container}` }),
    ticket: async () => (await jira.call('GET', pairs.paths().ticket)).body,
    container: async () => (await soar.get(pairs.paths().container)).body,
    async close() {
      await bridge.close()
      await Promise.all([office.close(), soar.close(), jira.close()])
    },
  }
  return pairs
}
