import { type FilledBridge, openFilledBridge } from '../support/filled-bridge'
import { openTenantKey } from '../support/open-key'
import { openUser } from '../support/open-user'
import { readTables } from '../support/read-bridge'

let bridge: FilledBridge
/** `jira` belongs to default, `servicenow` to emea. */
let callers: Record<'default' | 'emea' | 'apac' | '*', string>

beforeAll(async () => {
  bridge = await openFilledBridge({ servicenow: { tenant: 'emea' } })
  const open = async (tenant: string) => `Bearer ${await openTenantKey(bridge, tenant, ['bridge.operator'])}`
  callers = { default: await open('default'), emea: await open('emea'), apac: await open('apac'), '*': await open('*') }
})
afterAll(() => bridge.close())

async function ask(as: string, path: string, method = 'GET', body?: object) {
  const headers = { Authorization: as, ...(body && { 'Content-Type': 'application/json' }) }
  const response = await fetch(bridge.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
}
const ids = async (as: string, path: string) =>
  (await ask(as, path)).body.items.map(({ id, name }: { id?: string; name?: string }) => id ?? name)

describe.each(['links', 'receipts', 'jobs'] as const)('a list of %s', kind => {
  test('shows each tenant its own, and all of them to who sees all', async () => {
    const all = [...bridge.ids[kind]].reverse()
    const [emea, own] = [all.slice(0, 2), all.slice(2)]
    expect(await ids(callers['*'], `/v1/${kind}`)).toEqual(all)
    expect(await ids(callers.default, `/v1/${kind}`)).toEqual(own)
    expect(await ids(callers.emea, `/v1/${kind}`)).toEqual(emea)
    expect(await ids(callers.apac, `/v1/${kind}`)).toEqual([])
  })

  test('is not widened by a filter, nor by the next page of another tenant', async () => {
    expect(await ids(callers.emea, `/v1/${kind}?connection=jira`)).toEqual([])
    const { next } = (await ask(callers['*'], `/v1/${kind}?limit=3`)).body
    expect(await ids(callers.emea, `/v1/${kind}?after=${next}`)).toEqual([])
  })
})

test('a link of another tenant is answered as one that does not exist', async () => {
  const none = '0190b2a0-0000-7000-8000-000000000001'
  for (const more of ['', '/timeline']) {
    const foreign = await ask(callers.emea, `/v1/links/${bridge.ids.links[0]}${more}`)
    expect(foreign).toEqual(await ask(callers.emea, `/v1/links/${none}${more}`))
    expect(foreign.status).toBe(404)
    expect((await ask(callers.default, `/v1/links/${bridge.ids.links[0]}${more}`)).status).toBe(200)
  }
  expect(await ids(callers.emea, '/v1/links?ticketKey=SEC-0')).toEqual([])
  expect(await ids(callers.emea, '/v1/links?containerId=0')).toEqual([])
})

test.each(['replay', 'discard'])('a job of another tenant cannot be asked to %s', async act => {
  const id = bridge.ids.jobs[0]
  expect(await ask(callers.emea, `/v1/jobs/${id}/${act}`, 'POST')).toMatchObject({
    status: 404,
    body: { code: 'job-unknown' },
  })
  expect(readTables(bridge.folder, `select state from jobs where id = '${id}'`)).toEqual([{ state: 'dead' }])
})

test('a field of a link of another tenant cannot be settled, nor told to be held', async () => {
  const path = `/v1/links/${bridge.ids.links[0]}/fields/severity/settle`
  expect(await ask(callers.emea, path, 'POST', { take: 'soar' })).toMatchObject({
    status: 404,
    body: { code: 'link-unknown' },
  })
  expect(await ask(callers.default, path, 'POST', { take: 'soar' })).toMatchObject({ body: { code: 'field-not-held' } })
})

test('pairs of another tenant are neither compared nor mended', async () => {
  const reconcile = (as: string, asked: object) => ask(as, '/v1/reconciliations', 'POST', { ...asked, apply: true })
  expect(await reconcile(callers.emea, { link: bridge.ids.links[0] })).toMatchObject({ status: 404 })
  expect(await reconcile(callers.emea, { connection: 'jira' })).toMatchObject({ status: 404 })
  expect(await reconcile(callers.apac, {})).toMatchObject({ status: 200, body: { items: [], checked: 0, total: 0 } })
  expect(readTables(bridge.folder, "select id from receipts where event like 'bridge:%'")).toEqual([])
})

test('the history of a connection of another tenant is neither begun nor told', async () => {
  const wish = { connection: 'jira', since: '2026-01-01T00:00:00Z' }
  expect(await ask(callers.emea, '/v1/backfills', 'POST', wish)).toMatchObject({
    status: 404,
    body: { code: 'connection-unknown' },
  })
  expect(readTables(bridge.folder, 'select id from backfills')).toEqual([])
  const begun = await ask(callers.default, '/v1/backfills', 'POST', wish)
  expect(begun.status).toBe(202)
  expect(await ask(callers.emea, `/v1/backfills/${begun.body.id}`)).toMatchObject({ status: 404 })
  expect((await ask(callers.default, `/v1/backfills/${begun.body.id}`)).status).toBe(200)
})

test('a playbook has a SOAR looked into that its tenant files to, and no other', async () => {
  const announce = async (tenant: string) => {
    const key = await openTenantKey(bridge, tenant, ['bridge.soar_write'])
    return (await ask(`Bearer ${key}`, '/webhooks/soar/soar', 'POST', { container_id: 7 })).status
  }
  expect([await announce('default'), await announce('apac')]).toEqual([202, 404])
})

test('connections are those of the tenant, and the SOAR that they file to', async () => {
  expect(await ids(callers.default, '/v1/connections')).toEqual(['soar', 'jira'])
  expect(await ids(callers.emea, '/v1/connections')).toEqual(['soar', 'servicenow'])
  expect(await ids(callers.apac, '/v1/connections')).toEqual([])
  expect(await ids(callers['*'], '/v1/connections')).toEqual(['soar', 'jira', 'servicenow'])
})

test('a user sees what a key of the same tenant sees', async () => {
  const user = await openUser(bridge, 'bridge.viewer', 'emea')
  expect(await ids(user, '/v1/links')).toEqual(await ids(callers.emea, '/v1/links'))
})
