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

async function ask(as: string, path: string, method = 'GET') {
  const response = await fetch(bridge.url + path, { method, headers: { Authorization: as } })
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
