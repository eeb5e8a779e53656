import { type FilledBridge, openFilledBridge } from '../support/filled-bridge'
import { openTenantKey } from '../support/open-key'
import { readTables } from '../support/read-bridge'
import { type OpenedSoar, openSoar } from '../support/soar-sandbox'

let soar: OpenedSoar
let bridge: FilledBridge
/** `jira` belongs to default, `servicenow` to emea; ticket n stands for container n. */
let callers: Record<'default' | 'emea' | '*', string>
let viewer: string

beforeAll(async () => {
  soar = await openSoar()
  for (const name of ['one', 'two', 'three']) await soar.post('/rest/container', { name, label: 'events' })
  bridge = await openFilledBridge({ soarUrl: soar.url, soarToken: soar.token, servicenow: { tenant: 'emea' } })
  const open = async (tenant: string) => `Bearer ${await openTenantKey(bridge, tenant, ['bridge.operator'])}`
  callers = { default: await open('default'), emea: await open('emea'), '*': await open('*') }
  viewer = `Bearer ${await openTenantKey(bridge, 'default', ['bridge.viewer'])}`
})
afterAll(async () => {
  await bridge.close()
  await soar.close()
})

async function ask(as: string, path: string, body?: object) {
  const headers = { Authorization: as, 'Content-Type': 'application/json' }
  const init = { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(`${bridge.url}/v1/links/${path}`, init)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const link = (number: number) => bridge.ids.links[number] ?? ''
const join = (as: string, number: number, to: object) => ask(as, `${link(number)}/join`, to)
const none = '0190b2a0-0000-7000-8000-000000000001'
const traces = () =>
  readTables<{ action: string; subject: string; caller: string }>(
    bridge.folder,
    "select action, subject, caller from audit_log where action like 'link.%' order by id",
  )
const asks = () => readTables(bridge.folder, "select lane from receipts where event = 'bridge:join'")

describe('joining a ticket is refused', () => {
  test.each<[why: string, status: number, code: string, answer: () => ReturnType<typeof ask>]>([
    ['to whoever may only look', 403, 'forbidden', () => join(viewer, 0, { container: '1' })],
    [
      'where there is no such link',
      404,
      'link-unknown',
      () => ask(callers.default, `${none}/join`, { container: '1' }),
    ],
    ['to no such link', 404, 'link-unknown', () => join(callers.default, 0, { link: none })],
    ['to a link of another tenant', 404, 'link-unknown', () => join(callers.default, 0, { link: link(5) })],
    ['across tenants, whoever asks', 409, 'tenants-differ', () => join(callers['*'], 0, { link: link(5) })],
    ['to a container of another tenant', 409, 'tenants-differ', () => join(callers.default, 0, { container: '6' })],
    [
      'to a container that SOAR does not have',
      404,
      'container-unknown',
      () => join(callers.default, 0, { container: '99' }),
    ],
    ['to both or nothing', 400, 'contract', () => join(callers.default, 0, {})],
    ['to what is no number', 400, 'contract', () => join(callers.default, 0, { container: '1/../2' })],
    ['where it was never joined, the other way', 409, 'link-not-joined', () => ask(callers.default, `${link(0)}/part`)],
  ])('%s', async (_, status, code, answer) => {
    expect(await answer()).toMatchObject({ status, body: { code } })
    expect([traces(), asks()]).toEqual([[], []])
  })
})

test('an accepted one is asked of the lane and stands in the audit log; the same again is nothing', async () => {
  expect(await join(callers.default, 3, { container: '3' })).toMatchObject({ status: 202 })
  expect([traces(), asks()]).toEqual([[], []])
  expect(await join(callers.default, 2, { link: link(1) })).toEqual({ status: 202, body: { status: 'accepted' } })
  expect(traces()).toEqual([{ action: 'link.joined', subject: link(2), caller: expect.any(String) }])
  expect(asks()).toEqual([{ lane: 'jira/102' }])
})
