import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 2, 4, 5, 6, 7, 89)
  snow = await startServiceNowStage({ now: () => now })
})
afterEach(() => snow.close())

const read = async (row: Record<string, string>) => (await snow.call('GET', pathOf(row))).body.result
const write = async (row: Record<string, string>, body: unknown) =>
  (await snow.call('PATCH', pathOf(row), { body })).body.result
const pathOf = ({ sys_class_name, sys_id }: Record<string, string>) => `/api/now/table/${sys_class_name}/${sys_id}`

test('a filed incident is numbered, located and read back in strings', async () => {
  const filed = await snow.call('POST', '/api/now/table/incident', {
    body: { short_description: 'x', impact: 1, notify: true },
  })
  expect(filed.status).toBe(201)
  const { result } = filed.body
  expect(filed.headers.get('location')).toBe(`${snow.url}/api/now/table/incident/${result.sys_id}`)
  expect(result).toMatchObject({
    sys_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    number: 'INC0010001',
    impact: '1',
    notify: 'true',
    state: '1',
    active: 'true',
    sys_mod_count: '0',
    sys_created_on: '2026-03-04 05:06:07',
    sys_updated_on: '2026-03-04 05:06:07',
    sys_updated_by: 'soarbridge',
    sys_class_name: 'incident',
    assigned_to: '',
  })
  expect(Object.keys(result).length).toBeGreaterThan(80)
  expect(await read(result)).toEqual(result)
})

test.each([
  ['1', '1', '1'],
  ['1', '3', '3'],
  ['2', '1', '2'],
  ['2', '3', '4'],
  ['3', '2', '4'],
  ['3', '3', '5'],
])('impact %s and urgency %s make priority %s, whatever priority is written', async (impact, urgency, priority) => {
  const filed = await snow.file({ impact, urgency, priority: '2' })
  expect(filed.priority).toBe(priority)
  expect((await write(filed, { priority: '9' })).priority).toBe(priority)
})

test('every write that changes something counts; one that changes nothing leaves no trace', async () => {
  const filed = await snow.file()
  now += 500
  const changed = await write(filed, { urgency: '1' })
  expect(changed).toMatchObject({ sys_mod_count: '1', sys_updated_on: '2026-03-04 05:06:07', priority: '3' })
  now += 500
  expect(await write(filed, { urgency: '1' })).toEqual(changed)
  expect(await write(filed, { urgency: '2' })).toMatchObject({
    sys_mod_count: '2',
    sys_updated_on: '2026-03-04 05:06:08',
  })
})

test('system columns, unknown columns and nested values are ignored; an empty string clears, but not a choice', async () => {
  const filed = await snow.file({ subcategory: 'vpn' })
  const body = { sys_id: 'x', sys_mod_count: '99', nonsense: 'x', description: { a: 1 }, subcategory: '', state: '' }
  expect(await write(filed, body)).toMatchObject({
    sys_id: filed.sys_id,
    sys_mod_count: '1',
    description: '',
    subcategory: '',
    state: '1',
  })
})

test('states resolve, close and reopen an incident', async () => {
  const filed = await snow.file()
  const resolved = await write(filed, { state: '6', close_code: 'Solved', close_notes: 'done' })
  expect(resolved).toMatchObject({
    incident_state: '6',
    active: 'true',
    resolved_at: '2026-03-04 05:06:07',
    closed_at: '',
  })
  expect(await write(filed, { state: '7' })).toMatchObject({ active: 'false', closed_at: '2026-03-04 05:06:07' })
  expect(await write(filed, { state: '2' })).toMatchObject({ active: 'true', closed_at: '', resolved_by: '' })
})

test('a security incident starts as a draft and keeps the priority that is written', async () => {
  const body = { short_description: 'Phish', priority: '1', business_criticality: '1' }
  const { result } = (await snow.call('POST', '/api/now/table/sn_si_incident', { body })).body
  expect(result).toMatchObject({ number: 'SIR0010001', state: '10', priority: '1', business_criticality: '1' })
})

test('a note reads as nothing in the record, as a row in the journal and as text among display values', async () => {
  const filed = await snow.file()
  expect(await write(filed, { work_notes: 'first' })).toMatchObject({ work_notes: '', sys_mod_count: '1' })
  now += 61_000
  await snow.call('PATCH', pathOf(filed), { body: { work_notes: 'second', comments: 'hello' }, user: 'abel.tuter' })
  const query = `element_id=${filed.sys_id}^element=work_notes^ORelement=comments^ORDERBYDESCsys_created_on`
  const journal = await snow.call('GET', `/api/now/table/sys_journal_field?sysparm_query=${query}`)
  const rows: Record<string, string>[] = journal.body.result
  expect(rows.map(({ element, value }) => [element, value]).sort()).toEqual([
    ['comments', 'hello'],
    ['work_notes', 'first'],
    ['work_notes', 'second'],
  ])
  expect(rows[0]).toMatchObject({ name: 'incident', element_id: filed.sys_id, sys_created_by: 'abel.tuter' })
  const shown = await snow.call('GET', `${pathOf(filed)}?sysparm_display_value=true&sysparm_fields=work_notes`)
  expect(shown.body.result.work_notes).toBe(
    '2026-03-03 21:07:08 - Abel Tuter (Work notes)\nsecond\n\n2026-03-03 21:06:07 - SOAR Bridge (Work notes)\nfirst\n\n',
  )
})

test('PUT writes like PATCH, and a deleted record is gone', async () => {
  const filed = await snow.file()
  const put = await snow.call('PUT', pathOf(filed), { body: { urgency: '1' } })
  expect(put.body.result).toMatchObject({ urgency: '1', short_description: 'Odd login' })
  const deleted = await snow.call('DELETE', pathOf(filed))
  expect([deleted.status, deleted.body]).toEqual([204, ''])
  const missing = await snow.call('GET', pathOf(filed))
  expect(missing.status).toBe(404)
  expect(missing.body).toEqual({
    error: { message: 'No Record found', detail: "Record doesn't exist or ACL restricts the record retrieval" },
    status: 'failure',
  })
})
