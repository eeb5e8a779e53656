import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let path: string
beforeEach(async () => {
  snow = await startServiceNowStage()
  path = `/api/now/table/incident/${(await snow.file()).sys_id}`
})
afterEach(() => snow.close())

const rename = (short_description: string) => snow.call('PATCH', path, { body: { short_description } })
const readName = async () => (await snow.call('GET', path)).body.result.short_description

test('throttling is told with the headers of the rate limiter, with or without a time', async () => {
  await snow.scenario({ name: 'throttle', retryAfter: 30, times: 1 })
  await snow.scenario({ name: 'throttle', times: 1 })
  const [timed, untimed] = [await rename('a'), await rename('b')]
  expect([timed.status, timed.headers.get('retry-after')]).toEqual([429, '30'])
  expect(timed.headers.get('x-ratelimit-rule')).toMatch(/^[0-9a-f]{32}$/)
  expect(timed.body.error.message).toBe('Rate limit exceeded')
  expect([untimed.status, untimed.headers.get('retry-after')]).toEqual([429, null])
  expect(await readName()).toBe('Odd login')
})

test('a scenario keeps to its method, path and times, and stacks with latency', async () => {
  await snow.scenario({ name: 'error', status: 503, method: 'patch', path: '/api/now/table/incident', times: 1 })
  await snow.scenario({ name: 'latency', ms: 1, jitterMs: 1 })
  expect(await readName()).toBe('Odd login')
  expect([(await rename('a')).status, (await rename('b')).status]).toEqual([503, 200])
  expect((await snow.scenario({ name: 'clear' })).body).toEqual({ active: [] })
})

test('an expired password, a refused write and a sleeping instance look as the vendor has them', async () => {
  await snow.scenario({ name: 'unauthorized', times: 1 })
  expect((await rename('a')).status).toBe(401)
  await snow.scenario({ name: 'forbidden', times: 2 })
  expect((await rename('a')).body.error.detail).toBe('ACL Exception Update Failed due to security constraints')
  expect((await snow.call('GET', path)).body.error.detail).toBeNull()
  await snow.scenario({ name: 'html', times: 1 })
  const page = await snow.call('GET', path)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
})

test.each([
  ['reset-before-commit', 'Odd login'],
  ['reset-after-commit', 'new'],
  ['cut-body', 'new'],
  ['down', 'Odd login'],
])('%s breaks the connection and leaves the name %s', async (name, left) => {
  await snow.scenario({ name, times: 1 })
  await expect(rename('new')).rejects.toThrow()
  expect(await readName()).toBe(left)
})

test('a scenario that nobody knows is refused', async () => {
  expect((await snow.scenario({ name: 'earthquake' })).status).toBe(400)
})

test('effects, requests and the state can be read, and a reset takes all back', async () => {
  await rename('new')
  await snow.call('PATCH', path, { body: { comments: 'x' } })
  await snow.pushes()
  const effects: { effect: string }[] = (await snow.call('GET', '/_sandbox/ledger')).body.effects
  const names = effects.map(({ effect }) => effect)
  expect(names.filter(name => name !== 'webhook.pushed')).toEqual([
    'record.inserted',
    'record.updated',
    'record.updated',
    'journal.added',
  ])
  expect(names.filter(name => name === 'webhook.pushed')).toHaveLength(3)
  const requests = (await snow.call('GET', '/_sandbox/requests')).body.requests
  expect(requests[1]).toMatchObject({ method: 'PATCH', path, status: 200 })
  const state = (await snow.call('GET', '/_sandbox/state')).body
  expect(state).toMatchObject({ pending: 0, records: { incident: [{ short_description: 'new', sys_mod_count: '2' }] } })

  expect((await snow.call('POST', '/_sandbox/reset')).body).toEqual({ reset: true })
  expect((await snow.call('GET', '/_sandbox/ledger')).body.effects).toEqual([])
  expect((await snow.call('GET', path)).status).toBe(404)
  expect((await snow.file()).number).toBe('INC0010001')
  expect((await snow.call('GET', path)).status).toBe(200)
})
