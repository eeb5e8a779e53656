import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let userId: string
beforeAll(async () => {
  snow = await startServiceNowStage({ now: () => Date.UTC(2026, 2, 4, 5, 6, 7) }, [])
  const users = await snow.call('GET', '/api/now/table/sys_user?sysparm_query=user_name=beth.anglin')
  userId = users.body.result[0].sys_id
  await snow.file({ short_description: 'Alpha one', urgency: '1', caller_id: userId, correlation_id: 'Case-1' })
  await snow.file({ short_description: 'alpha ^ two', urgency: '2', description: 'alpha ^ two' })
  await snow.file({ short_description: 'Beta', urgency: '3', state: '2', due_date: '2026-03-03 07:00:00' })
})
afterAll(() => snow.close())

const find = async (query: string): Promise<string[]> => {
  const path = `/api/now/table/incident?sysparm_fields=number&sysparm_query=${encodeURIComponent(query)}`
  const { body } = await snow.call('GET', path)
  return body.result.map((row: { number: string }) => row.number.slice(-1))
}

test.each([
  ['short_descriptionNOT LIKEalpha', ['3']],
  ['short_descriptionNOTLIKEalpha', ['3']],
  ['short_descriptionDOES NOT CONTAINalpha', ['3']],
  ['short_descriptionCONTAINSone', ['1']],
  ['short_description*one', ['1']],
  ['short_description!*one', ['2', '3']],
  ['short_description%two', ['2']],
  ['urgencyNOT IN1,2', ['3']],
  ['urgencyBETWEEN1@2', ['1', '2']],
  ['descriptionISEMPTY', ['1', '3']],
  ['descriptionISNOTEMPTY', ['2']],
  ['descriptionEMPTYSTRING', ['1', '3']],
  ['descriptionANYTHING', ['1', '2', '3']],
  ['descriptionSAMEASshort_description', ['2']],
  ['descriptionNSAMEASshort_description', ['1', '3']],
  ['impactGT_FIELDurgency', ['1', '2']],
  ['impactGT_OR_EQUALS_FIELDurgency', ['1', '2', '3']],
  ['urgencyLT_FIELDimpact', ['1', '2']],
  ['urgencyLT_OR_EQUALS_FIELDimpact', ['1', '2', '3']],
  ['sys_class_nameINSTANCEOFtask', ['1', '2', '3']],
  ['sys_class_nameINSTANCEOFsn_si_incident', []],
  ['due_date<2027-01-01', ['3']],
  ['urgency=1^NQurgency=3', ['1', '3']],
  ['urgency=1^state=2^NQurgency=2^ORurgency=3^state=1^EQ', ['2']],
  ['urgency=3^NQurgency=1^ORDERBYurgency', ['1', '3']],
  ['short_descriptionLIKE^^', ['2']],
  ['short_description=ALPHA ONE', ['1']],
  ['number=inc0010002', ['2']],
  ['correlation_id=case-1^urgency=1', ['1']],
  ['correlation_id=case-1^urgency=2', []],
  ['correlation_id=case-1^ORurgency=2', ['1', '2']],
  ['caller_idLIKEanglin', ['1']],
  ['caller_id.user_nameSTARTSWITHbeth', ['1']],
  ['ORDERBYDESCcaller_id^ORDERBYnumber', ['1', '2', '3']],
  ['GROUPBYstate', ['1', '2', '3']],
])('the query "%s" finds %j', async (query, numbers) => {
  expect(await find(query)).toEqual(numbers)
})

test('a record is found by the sys_id of what it refers to', async () => {
  expect(await find(`caller_id.sys_id=${userId}`)).toEqual(['1'])
  expect(await find(`caller_id=${userId}`)).toEqual(['1'])
})

test.each([
  ["sys_updated_on>=javascript:gs.dateGenerate('2026-03-03','21:06:07')", 3],
  ["sys_updated_on>=javascript:gs.dateGenerate('2026-03-03','21:06:08')", 0],
  ["sys_updated_on>javascript:gs.dateGenerate('2026-03-03','end')", 0],
  ["sys_updated_on>javascript:gs.dateGenerate('2026-03-03','start')", 3],
  ['sys_updated_on>javascript:gs.hoursAgo(1)', 3],
  ['sys_updated_on<javascript:gs.minutesAgo(1)', 0],
  ['sys_updated_on<=javascript:gs.now()', 3],
  ['sys_created_on>=javascript:gs.daysAgoStart(0)', 3],
  ['sys_created_on>javascript:gs.daysAgoEnd(0)', 0],
  ['sys_created_onONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()', 3],
  ['sys_created_onONYesterday@javascript:gs.beginningOfYesterday()@javascript:gs.endOfYesterday()', 0],
  ['sys_created_onNOTONYesterday@javascript:gs.beginningOfYesterday()@javascript:gs.endOfYesterday()', 3],
  ['sys_created_onBETWEENjavascript:gs.daysAgo(1)@javascript:gs.nowDateTime()', 3],
  ['due_dateONx@javascript:gs.daysAgo(2)@javascript:gs.daysAgo(0)', 1],
])('scripts of times count in the zone of the user: %s finds %i', async (query, count) => {
  expect(await find(query)).toHaveLength(count)
})

test.each([
  'sys_updated_on<javascript:gs.dropAllTables()',
  'sys_updated_on<javascript:new GlideDateTime()',
  'sys_updated_on<javascript:gs.daysAgo(x)',
  'no_such_column=1',
  'caller_id.no_such_column=1',
  'state.name=1',
  'urgencySAMEASno_such_column',
  'urgency~1',
  '123TEXTQUERY321=alpha',
  'ORDERBYno_such_column',
])('"%s" is not understood: everything is found, or nothing where the instance is told so', async query => {
  expect(await find(query)).toHaveLength(3)
  await snow.set({ invalidQueryReturnsNoRows: true })
  expect(await find(query)).toHaveLength(0)
  expect(await find('urgency=1')).toHaveLength(1)
  await snow.set({ invalidQueryReturnsNoRows: false })
})

test('a table that others extend shows the records of all of them, as far as they may be seen', async () => {
  const body = { short_description: 'Phish', number: 'SIR0000001' }
  const made = await snow.call('POST', '/api/now/table/sn_si_incident', { body })
  const path = '/api/now/table/task?sysparm_fields=number,sys_class_name,risk_score&sysparm_query=numberENDSWITH1'
  const all = await snow.call('GET', path)
  expect(all.body.result).toEqual([
    { number: 'INC0010001', sys_class_name: 'incident' },
    { number: 'SIR0000001', sys_class_name: 'sn_si_incident' },
  ])
  expect((await snow.call('GET', path, { user: 'beth.anglin' })).body.result).toHaveLength(1)
  const task = `/api/now/table/task/${made.body.result.sys_id}`
  expect((await snow.call('PATCH', task, { body: { short_description: 'x' } })).body.result.short_description).toBe('x')
  expect((await snow.call('GET', task, { user: 'beth.anglin' })).status).toBe(404)
  expect((await snow.call('DELETE', task)).status).toBe(204)
  expect((await snow.call('POST', '/api/now/table/task', { body })).status).toBe(403)
})

test.each(['beth.anglin', 'soarbridge'])('a query learns from a script that %s asks', async user => {
  const query = 'user_name=javascript:gs.getUserName()'
  const { body } = await snow.call('GET', `/api/now/table/sys_user?sysparm_query=${query}`, { user })
  expect(body.result.map((row: { user_name: string }) => row.user_name)).toEqual([user])
})
