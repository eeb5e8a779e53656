import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({}, [])
})
afterEach(() => snow.close())

const closing = { close_code: '100', close_notes: 'done' }

async function open(state: string): Promise<string> {
  const body = { short_description: 'Phish', state }
  const { result } = (await snow.call('POST', '/api/now/table/sn_si_incident', { body })).body
  return `/api/now/table/sn_si_incident/${result.sys_id}`
}

const move = async (path: string, state: string) =>
  snow.call('PATCH', path, { body: { state, ...closing, description: 'moved' } })

test.each([
  ['10', '16', 200],
  ['10', '100', 200],
  ['16', '18', 200],
  ['100', '3', 200],
  ['18', '7', 200],
  ['18', '18', 200],
  ['18', '16', 403],
  ['100', '10', 403],
  ['3', '16', 403],
  ['7', '10', 403],
  ['3', '7', 403],
  ['18', '99', 403],
])('from state %s to %s answers %i', async (from, to, status) => {
  const path = await open('10')
  await move(path, from)
  const moved = await move(path, to)
  expect(moved.status).toBe(status)
  expect((await snow.call('GET', path)).body.result.state).toBe(status === 200 ? to : from)
})

test('a step back is aborted by a business rule, with nothing written', async () => {
  const path = await open('18')
  const refused = await move(path, '10')
  expect(refused.body).toEqual({
    error: {
      message: 'Operation Failed',
      detail: expect.stringMatching(/^Operation against file 'sn_si_incident' was aborted by Business Rule /),
    },
    status: 'failure',
  })
  expect((await snow.call('GET', path)).body.result).toMatchObject({ description: '', sys_mod_count: '0' })
})

test('instances can ignore a step back without a word, or allow it', async () => {
  const path = await open('18')
  await snow.set({ refusedState: 'ignore' })
  expect((await move(path, '10')).body.result).toMatchObject({ state: '18', description: 'moved' })
  await snow.set({ securityProcess: 'nist-open' })
  expect((await move(path, '10')).body.result.state).toBe('10')
})

test('closing needs a code and notes, of incidents as of security incidents, unless the policy is off', async () => {
  const path = await open('100')
  const refused = await snow.call('PATCH', path, { body: { state: '3', close_code: '100' } })
  expect([refused.status, refused.body.error.detail]).toEqual([
    403,
    'Data Policy Exception: The following fields are mandatory: Close notes',
  ])
  const incident = `/api/now/table/incident/${(await snow.file()).sys_id}`
  const unresolved = await snow.call('PATCH', incident, { body: { state: '6' } })
  expect(unresolved.body.error.detail).toContain('Resolution code, Resolution notes')
  expect((await snow.call('POST', '/api/now/table/incident', { body: { state: '7' } })).status).toBe(403)
  expect((await snow.call('PATCH', incident, { body: { state: '8' } })).status).toBe(200)
  await snow.set({ closeFieldsMandatory: false })
  expect((await snow.call('PATCH', path, { body: { state: '3' } })).body.result.active).toBe('false')
})

test('putting an incident on hold can need a reason, and a comment where the caller is awaited', async () => {
  await snow.set({ holdReasonMandatory: true })
  const path = `/api/now/table/incident/${(await snow.file()).sys_id}`
  const hold = async (body: object) => (await snow.call('PATCH', path, { body: { state: '3', ...body } })).body
  expect((await hold({})).error.detail).toContain('On hold reason')
  expect((await hold({ hold_reason: '1' })).error.detail).toContain('Additional comments')
  expect((await hold({ hold_reason: '1', comments: 'please answer' })).result.state).toBe('3')
})

test('a risk score that is written by hand is marked as such', async () => {
  const path = await open('10')
  const { result } = (await snow.call('PATCH', path, { body: { risk_score: 80 } })).body
  expect(result).toMatchObject({ risk_score: '80', risk_score_override: 'true' })
})

test('response tasks belong to their security incident, and are not pushed unless a rule watches them', async () => {
  const path = await open('10')
  const parent = path.split('/').at(-1)
  const task = await snow.call('POST', '/api/now/table/sn_si_task', { body: { parent, short_description: 'Block' } })
  expect(task.body.result).toMatchObject({ number: 'SIT0010001', state: '1', parent: { value: parent } })
  const found = await snow.call('GET', `/api/now/table/sn_si_task?parent=${parent}&sysparm_fields=parent.number`)
  expect(found.body.result).toEqual([{ 'parent.number': 'SIR0010001' }])
})
