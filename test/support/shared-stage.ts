import { type BridgeSetup, openBridge, type RunningBridge } from './bridge'
import { type OpenedJira, openJira } from './open-jira'
import { isQuiet, readTables } from './read-bridge'
import { type OpenedSoar, openSoar } from './soar-sandbox'
import type { Entry } from './stage'
import { waitUntil } from './wait-until'

/** SOARs that share containers, the first of them behind a Jira, and the bridge between them all. */
export interface SharedStage {
  jira: OpenedJira
  /** `soar`, `soar-2`, `soar-3` …, in order. */
  soars: OpenedSoar[]
  bridge: RunningBridge
  rows<Row>(query: string): Row[]
  containers(soar: number): Promise<Entry[]>
  artifacts(soar: number): Promise<Entry[]>
  notes(soar: number): Promise<Entry[]>
  comments(key: string): Promise<Entry[]>
  /** Every effect in each of the systems, pushes left out. */
  countEffects(): Promise<number[]>
  /** Resolves once nothing happened anywhere for several rounds of polls. */
  quiet(): Promise<void>
  close(): Promise<void>
}

export interface Sharing {
  name: string
  from: string
  soar: string
  /** File in the bridge's folder; without it the built-in rules. */
  rules?: string
}

export interface SharedSetup extends Partial<BridgeSetup> {
  /** The custom field of every SOAR that says why containers were closed. */
  closeReasonField?: string
  /** Names of the users of each SOAR. */
  users?: string[][]
}

function withUsers(names: string[]) {
  return { users: names.map(username => ({ username, password: 'pw', email: `${username}@soc.example` })) }
}

/** How long a round of polls takes at most; several of them without any effect are quiet. */
const roundMs = 300

export async function openSharedStage(
  shares: Sharing[],
  { closeReasonField, users = [], ...setup }: SharedSetup = {},
): Promise<SharedStage> {
  const count = new Set(shares.flatMap(({ from, soar }) => [from, soar])).size
  const soars = await Promise.all(Array.from({ length: count }, (_, at) => openSoar(withUsers(users[at] ?? []))))
  const jira = await openJira()
  const [first] = soars
  if (first === undefined) throw new Error('nobody shares anything')
  const more = closeReasonField === undefined ? {} : { closeReasonField }
  const others = soars.slice(1).map(({ url, token }, index) => ({ name: `soar-${index + 2}`, url, token, ...more }))
  const bridge = await openBridge({
    soarUrl: first.url,
    soarToken: first.token,
    jiraUrl: jira.url,
    jira: jira.connection,
    polling: { seconds: 0.05 },
    soar: more,
    ...setup,
    more: { soar: others, tickets: shares.map(share => ({ kind: 'soar', ...share })) },
  })
  await jira.pushTo(bridge.url)
  const soarAt = (index: number) => soars[index] ?? first
  const listOf = async (index: number, path: string): Promise<Entry[]> => (await soarAt(index).get(path)).body.data
  const stateOf = async (index: number) => (await soarAt(index).get('/_sandbox/state')).body
  const countEffects = async () => {
    const ledgers = await Promise.all([...soars.map(soar => soar.get('/_sandbox/ledger')), ledgerOf(jira)])
    return ledgers.map(({ body }) => body.effects.filter(isNoPush).length)
  }
  return {
    jira,
    soars,
    bridge,
    rows: query => readTables(bridge.folder, query),
    containers: async index => (await stateOf(index)).containers,
    artifacts: async index => (await stateOf(index)).artifacts,
    notes: index => listOf(index, '/rest/note'),
    comments: async key => (await jira.call('GET', `/rest/api/2/issue/${key}/comment`)).body.comments,
    countEffects,
    quiet: async () => {
      const known = { counts: '', since: performance.now() }
      await waitUntil('nothing happens any more', async () => {
        await jira.idle()
        const counts = JSON.stringify(await countEffects())
        if (counts !== known.counts || !isQuiet(bridge.folder))
          Object.assign(known, { counts, since: performance.now() })
        return performance.now() - known.since > 4 * roundMs
      })
    },
    close: async () => {
      await bridge.close()
      await Promise.all([...soars.map(soar => soar.close()), jira.close()])
    },
  }
}

/** Each SOAR was looked into: what happens from now on is told. */
export async function untilPolled(stage: SharedStage): Promise<void> {
  await waitUntil('every SOAR was looked into', () => {
    const rows = stage.rows<{ connection: string }>("select connection from checkpoints where collection = 'task'")
    return rows.length === stage.soars.length
  })
}

function ledgerOf(jira: OpenedJira) {
  return jira.call('GET', '/_sandbox/ledger')
}

function isNoPush({ effect }: { effect: string }): boolean {
  return effect !== 'webhook.pushed'
}
