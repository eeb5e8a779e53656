import path from 'node:path'
import { Sqlite } from '../../src/store/sqlite-library'
import { openBridge, type RunningBridge } from '../support/bridge'
import { openKey, openTenantKey } from '../support/open-key'
import { postEnrichment, someLookup } from '../support/post-enrichment'
import { readTables } from '../support/read-bridge'
import { waitUntil } from '../support/wait-until'

const nowhere = 'http://127.0.0.1:9'
let bridge: RunningBridge
let viewers: Record<'default' | 'emea' | '*', string>
/** In the order in which they came: lookup, lookup, CI, observable; then one of another tenant. */
let ids: string[]

beforeAll(async () => {
  bridge = await openBridge({ soarUrl: nowhere, soarToken: 'x', jiraUrl: nowhere })
  const own = `Bearer ${await openKey(bridge, 'sn_sec_cmn.api_write')}`
  const emea = `Bearer ${await openTenantKey(bridge, 'emea', ['sn_sec_cmn.api_write'])}`
  const posts = [
    { as: own, body: { ...someLookup, x_score: 9 } },
    { as: own, body: { ...someLookup, observable: 'evil.example' } },
    { as: own, resource: 'ci_enrichment', body: { cmdb_ci: 'web-01' } },
    { as: own, resource: 'observable_enrichment', body: { observable: 'evil.example' } },
    { as: emea, body: { ...someLookup, observable: 'evil.example' } },
  ]
  ids = []
  for (const posted of posts) ids.push((await postEnrichment(bridge, posted)).body.sys_id)
  const isPlaced = () => readTables(bridge.folder, 'select 1 from result_names where due > 0').length === 0
  await waitUntil('all were looked at', isPlaced)
  const view = async (tenant: string) => `Bearer ${await openTenantKey(bridge, tenant, ['bridge.viewer'])}`
  viewers = { default: await view('default'), emea: await view('emea'), '*': await view('*') }
  const db = new Sqlite(path.join(bridge.folder, 'bridge.db'), { timeout: 5000 })
  db.prepare("update threat_lookup_results set link_id = 'a link', created_at = 0, updated_at = 0 where id = ?").run(
    ids[1],
  )
  db.close()
})
afterAll(() => bridge.close())

async function list(query = '', as = viewers.default) {
  const response = await fetch(`${bridge.url}/v1/enrichments${query}`, { headers: { Authorization: as } })
  return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
}
const found = async (query: string, as?: string) =>
  (await list(query, as)).body.items.map(({ id }: { id: string }) => ids.indexOf(id))

test('posted results are listed newest first, as they are stored', async () => {
  const { status, body } = await list()
  expect(status).toBe(200)
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([ids[3], ids[2], ids[1], ids[0]])
  expect(body.items[3]).toEqual({
    id: ids[0],
    kind: 'threat_lookup',
    state: 'unlinked',
    linkId: null,
    unlinkedReason: 'no-match',
    record: someLookup,
    unknown: { x_score: 9 },
    createdBy: 'test',
    createdAt: expect.any(String),
    updatedAt: body.items[3].createdAt,
  })
  expect(body.items[2]).toMatchObject({ state: 'linked', linkId: 'a link' })
})

test.each<[query: string, indexes: number[]]>([
  ['?kind=threat_lookup', [1, 0]],
  ['?kind=ci_enrichment', [2]],
  ['?state=linked', [1]],
  ['?state=unlinked', [3, 2, 0]],
  ['?state=unlinked&kind=threat_lookup', [0]],
  ['?observable=evil.example', [3, 1]],
  ['?observable=evil.example&kind=observable_enrichment', [3]],
  ['?observable=198.51.100.7&state=linked', []],
  ['?observable=web-01', []],
  ['?ci=web-01', [2]],
  ['?ci=evil.example', []],
  ['?ci=web-01&observable=evil.example', []],
  ['?ci=web-01&kind=threat_lookup', []],
  ['?createdSince=2020-01-01T00:00:00Z', [3, 2, 1, 0]],
  ['?createdSince=2199-01-01T00:00:00.000Z', []],
])('they can be narrowed by %s', async (query, indexes) => {
  expect(await found(query)).toEqual(indexes)
})

test('pages hold each once, over all kinds', async () => {
  for (const limit of [1, 2, 3]) {
    const seen: number[] = []
    let next: string | null = ''
    while (next !== null && seen.length < 9) {
      const { body } = await list(`?limit=${limit}${next === '' ? '' : `&after=${next}`}`)
      seen.push(...body.items.map(({ id }: { id: string }) => ids.indexOf(id)))
      next = body.next
    }
    expect(seen).toEqual([3, 2, 1, 0])
  }
})

test('each tenant sees its own, and who sees all sees all', async () => {
  expect(await found('', viewers.emea)).toEqual([4])
  expect(await found('?observable=evil.example', viewers.emea)).toEqual([4])
  expect(await found('', viewers['*'])).toEqual([4, 3, 2, 1, 0])
})

test.each(['?kind=lookup', '?state=open', '?createdSince=yesterday', '?createdSince=2026-99-01T00:00:00Z', '?x=1'])(
  '%s is the caller’s mistake',
  async query => {
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'contract' } })
  },
)
