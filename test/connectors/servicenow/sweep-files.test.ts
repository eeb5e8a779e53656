import type { SweepMark, SweptPage } from '../../../src/connectors/connector'
import type { ServiceNowConnector } from '../../../src/connectors/servicenow'
import { buildFile } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { connectServiceNow } from '../../support/servicenow-connector'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

const start = Date.UTC(2026, 4, 1, 8)
const collection = 'sys_attachment'

let snow: ServiceNowStage
let connector: ServiceNowConnector
const ids: string[] = []
beforeAll(async () => {
  let calls = 0
  snow = await startServiceNowStage({ now: () => start + 20 * calls++ }, [])
  connector = connectServiceNow(snow, {
    readFile: async () => ({ fileName: 'x', mimeType: null, bytes: Buffer.from('x') }),
  })
  for (let i = 0; i < 6; i += 1) ids.push(await file(i % 2 ? 'incident' : 'sn_si_incident'))
  for (let i = 0; i < 12; i += 1) await attach(i % 2 ? 'incident' : 'sn_si_incident', ids[i % 6] ?? '', `file-${i}.txt`)
  // Of what is not bridged.
  await attach(
    'sys_user',
    (await snow.call('GET', '/api/now/table/sys_user?sysparm_limit=1')).body.result[0].sys_id,
    'me',
  )
})
afterAll(() => snow.close())

async function file(table: string): Promise<string> {
  return (await snow.call('POST', `/api/now/table/${table}`, { body: { short_description: 'x' } })).body.result.sys_id
}
async function attach(table: string, id: string, name: string): Promise<void> {
  const query = `table_name=${table}&table_sys_id=${id}&file_name=${name}`
  await snow.call('POST', `/api/now/attachment/file?${query}`, {
    raw: 'x',
    user: 'abel.tuter',
    headers: { 'content-type': 'text/plain' },
  })
}

async function sweep(limit: number, from: SweepMark | null = null) {
  const pages: SweptPage[] = []
  let after = from
  for (let page = 0; page < 60; page += 1) {
    const swept: SweptPage = await connector.readUpdated({ collection, after, limit })
    pages.push(swept)
    if (swept.next === null) return pages
    after = swept.next
  }
  throw new Error('the sweep has no end')
}
const told = (pages: SweptPage[]) => pages.flatMap(({ tickets }) => tickets)
const filesOf = (payload: Parameters<ServiceNowConnector['normalize']>[0]) =>
  connector.normalize(payload, 0).changes.flatMap(one => (one.kind === 'attachment' ? [one.fileName] : []))

test.each([1, 5, 100])('every ticket with a file is told with all its files, in pages of %i', async limit => {
  const found = told(await sweep(limit))
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(ids))
  for (const { id, payload } of found) {
    const [first, second] = [ids.indexOf(id), ids.indexOf(id) + 6]
    expect(filesOf(payload).sort()).toEqual([`file-${first}.txt`, `file-${second}.txt`].sort())
  }
})

test('only what was attached beyond the mark counts, although the records did not change', async () => {
  const [page] = await sweep(9)
  const rest = told(await sweep(100, page?.next ?? null))
  const query = 'table_nameINincident,sn_si_incident^ORDERBYsys_created_on^ORDERBYsys_id'
  const rows = (await snow.call('GET', `/api/now/attachment?sysparm_query=${query}`)).body.result.slice(9)
  const owners = rows.map((row: { table_sys_id: string }) => row.table_sys_id)
  expect(new Set(rest.map(({ id }) => id))).toEqual(new Set(owners))
  for (const { payload } of rest) expect(payload).toMatchObject({ record: { sys_mod_count: { value: '0' } } })
})

test('the last of them has the latest time, from where the next sweep goes on', async () => {
  const [page] = await sweep(100)
  const times = page?.tickets.map(({ updatedAt }) => updatedAt) ?? []
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(told(await sweep(100, { at: (times.at(-1) ?? 0) + 1000, id: '' }))).toEqual([])
})

test('a file of the bridge’s own is no news of its ticket', async () => {
  const ticket = { id: await file('incident'), collection: 'incident' }
  await connector.apply(buildFile({ ticket }), trySending())
  const found = told(await sweep(100)).find(({ id }) => id === ticket.id)
  expect(found && filesOf(found.payload)).toEqual([])
})

test('where our user may not read files there are none', async () => {
  const wish = { table: 'sys_attachment', operation: 'read', roles: ['nobody'] }
  await snow.call('POST', '/_sandbox/rule', { body: wish })
  expect(await sweep(100)).toEqual([{ tickets: [], next: null }])
  const [ticket] = (await connector.readUpdated({ collection: 'incident', after: null, limit: 1 })).tickets
  expect(ticket && filesOf(ticket.payload)).toEqual([])
  await snow.call('POST', '/_sandbox/rule', { body: { ...wish, roles: ['*'] } })
})
