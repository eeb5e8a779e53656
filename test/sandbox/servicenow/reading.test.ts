import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let userId: string
beforeEach(async () => {
  snow = await startServiceNowStage({ now: () => Date.UTC(2026, 2, 4, 5, 6, 7) }, [])
  const users = await snow.call('GET', '/api/now/table/sys_user?user_name=beth.anglin')
  userId = users.body.result[0].sys_id
  await snow.file({ short_description: 'Alpha one', urgency: '1', caller_id: userId, correlation_id: 'a' })
  await snow.file({ short_description: 'alpha two', urgency: '2' })
  await snow.file({ short_description: 'Beta', urgency: '3', state: '2' })
})
afterEach(() => snow.close())

const list = (query: string) => snow.call('GET', `/api/now/table/incident?${query}`)
const find = async (query: string): Promise<string[]> => {
  const { body } = await list(`sysparm_query=${encodeURIComponent(query)}`)
  return body.result.map((row: { number: string }) => row.number.slice(-1))
}

test.each([
  ['number=INC0010002', ['2']],
  ['urgency!=1', ['2', '3']],
  ['short_descriptionLIKEALPHA', ['1', '2']],
  ['short_descriptionSTARTSWITHbe', ['3']],
  ['short_descriptionENDSWITHtwo', ['2']],
  ['urgencyIN1,3', ['1', '3']],
  ['urgency>=2', ['2', '3']],
  ['urgency>2', ['3']],
  ['urgency<2', ['1']],
  ['urgency<=2^state=1', ['1', '2']],
  ['urgency=1^ORurgency=3', ['1', '3']],
  ['state=2^urgency=1^ORurgency=3', ['3']],
  ['sys_updated_on>=2026-03-04 05:06:07', ['1', '2', '3']],
  ['sys_updated_on>2026-03-04 05:06:07', []],
  ['caller_id.name=Beth Anglin', ['1']],
  ['ORDERBYDESCurgency', ['3', '2', '1']],
  ['state=1^ORDERBYDESCnumber', ['2', '1']],
  ['ORDERBYstate^ORDERBYDESCnumber', ['2', '1', '3']],
  ['correlation_idd=a', ['1', '2', '3']],
  ['urgency~1', ['1', '2', '3']],
  ['', ['1', '2', '3']],
])('the query "%s" finds %j', async (query, numbers) => {
  expect(await find(query)).toEqual(numbers)
})

test('name-value filters work alone, and give way to a query', async () => {
  expect((await list('urgency=2&state=1')).body.result).toHaveLength(1)
  expect((await list('urgency=2&sysparm_query=state=1')).body.result).toHaveLength(2)
})

test('references come as link and value, as their name, as both, or bare', async () => {
  const fields = 'sysparm_fields=caller_id,assigned_to,urgency,opened_at&sysparm_query=correlation_id=a'
  const link = `${snow.url}/api/now/table/sys_user/${userId}`
  const get = async (more: string) => (await list(`${fields}${more}`)).body.result[0]
  const at = '2026-03-04 05:06:07'
  expect(await get('')).toEqual({ caller_id: { link, value: userId }, assigned_to: '', urgency: '1', opened_at: at })
  expect(await get('&sysparm_exclude_reference_link=true')).toMatchObject({ caller_id: userId })
  expect(await get('&sysparm_display_value=true')).toEqual({
    caller_id: { display_value: 'Beth Anglin', link },
    assigned_to: '',
    urgency: '1 - High',
    opened_at: '2026-03-03 21:06:07',
  })
  expect(await get('&sysparm_display_value=all')).toEqual({
    caller_id: { display_value: 'Beth Anglin', value: userId, link },
    assigned_to: { display_value: '', value: '' },
    urgency: { display_value: '1 - High', value: '1' },
    opened_at: { display_value: '2026-03-03 21:06:07', value: at },
  })
})

test('fields may walk along references; names that are none are left out', async () => {
  const { body } = await list(
    'sysparm_query=urgencyIN1,2^ORDERBYnumber&sysparm_fields=number,caller_id.email,bogus,state.x',
  )
  expect(body.result).toEqual([
    { number: 'INC0010001', 'caller_id.email': 'beth.anglin@acme.example' },
    { number: 'INC0010002', 'caller_id.email': '' },
  ])
})

test('pages are linked and counted', async () => {
  const page = await list('sysparm_limit=1&sysparm_offset=1&sysparm_query=ORDERBYnumber&sysparm_fields=number')
  expect(page.body.result).toEqual([{ number: 'INC0010002' }])
  expect(page.headers.get('x-total-count')).toBe('3')
  const links = (page.headers.get('link') ?? '').split(',').map(link => link.split(';'))
  expect(links.map(([, rel]) => rel)).toEqual(['rel="first"', 'rel="prev"', 'rel="next"', 'rel="last"'])
  const next = await snow.call('GET', links[2]?.[0]?.slice(1 + snow.url.length, -1) ?? '')
  expect(next.body.result).toEqual([{ number: 'INC0010003' }])
  expect(next.headers.get('link')).not.toContain('rel="next"')
  expect((await list('sysparm_offset=-1')).status).toBe(400)
})

test('nothing found is an empty list, but 404 in version 1', async () => {
  for (const prefix of ['/api/now', '/api/now/v2']) {
    const none = await snow.call('GET', `${prefix}/table/incident?sysparm_query=number=INC9`)
    expect([none.status, none.body]).toEqual([200, { result: [] }])
  }
  expect((await snow.call('GET', '/api/now/v1/table/incident?sysparm_query=number=INC9')).status).toBe(404)
})

test('choices can be looked up, the shared ones under task', async () => {
  const read = async (query: string) => {
    const path = `/api/now/table/sys_choice?sysparm_query=${query}&sysparm_fields=label,value`
    return (await snow.call('GET', path)).body.result
  }
  expect(await read('name=sn_si_incident^element=state')).toContainEqual({ label: 'Analysis', value: '16' })
  expect(await read('name=task^element=priority')).toContainEqual({ label: '1 - Critical', value: '1' })
})
