import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
beforeEach(async () => {
  snow = await startServiceNowStage({}, [])
})
afterEach(() => snow.close())

const insert = async (table: string, body: Record<string, unknown>) =>
  (await snow.call('POST', `/api/now/table/${table}?sysparm_exclude_reference_link=true`, { body })).body.result

const find = async (table: string, query: string) =>
  (await snow.call('GET', `/api/now/table/${table}?${query}`)).body.result

async function observe(value: string): Promise<Record<string, string>> {
  const [type] = await find('sn_ti_observable_type', 'name=IP address (V4)&sysparm_fields=sys_id')
  return insert('sn_ti_observable', { value, type: type.sys_id })
}

const look = (observable: string, source_engine: string, finding: string) =>
  insert('sn_ti_lookup_result', {
    observable,
    source_engine,
    finding,
    result: finding,
    first_found: '2026-03-04 05:06:07',
  })

const findingOf = async (sysId: string) => (await find(`sn_ti_observable/${sysId}`, 'sysparm_fields=finding')).finding

test('observables are tied to a security incident once, and read along the tie', async () => {
  const { sys_id: task = '' } = await insert('sn_si_incident', { short_description: 'Phish' })
  const { sys_id: observable = '' } = await observe('203.0.113.9')
  const tie = await insert('sn_ti_m2m_task_observable', { task, observable })
  expect(await insert('sn_ti_m2m_task_observable', { task, observable })).toEqual(tie)
  const fields = 'observable.value,observable.type.name,observable.finding,task.number'
  const expected = {
    'observable.value': '203.0.113.9',
    'observable.type.name': 'IP address (V4)',
    'observable.finding': 'Unknown',
    'task.number': 'SIR0010001',
  }
  for (const query of [`task=${task}`, `task.sys_id=${task}`, 'observable.value=203.0.113.9']) {
    const path = `sysparm_query=${encodeURIComponent(query)}&sysparm_fields=${fields}`
    expect(await find('sn_ti_m2m_task_observable', path)).toEqual([expected])
  }
})

test('the verdicts of all vendors make the finding of an observable, the newest of each', async () => {
  const { sys_id = '' } = await observe('203.0.113.9')
  const seen: string[] = []
  for (const [engine, finding] of [
    ['a', 'Clean'],
    ['b', 'Unknown'],
    ['b', 'Suspicious'],
    ['c', 'Malicious'],
    ['c', 'Clean'],
    ['b', 'Clean'],
  ]) {
    await look(sys_id, engine ?? '', finding ?? '')
    seen.push(await findingOf(sys_id))
  }
  expect(seen).toEqual(['Clean', 'Unknown', 'Suspicious', 'Malicious', 'Suspicious', 'Clean'])
})

test('a finding set by hand stays, and one goes with its result', async () => {
  const { sys_id = '' } = await observe('203.0.113.9')
  const result = await look(sys_id, 'a', 'Malicious')
  await snow.call('DELETE', `/api/now/table/sn_ti_lookup_result/${result.sys_id}`)
  expect(await findingOf(sys_id)).toBe('Unknown')
  await snow.call('PATCH', `/api/now/table/sn_ti_observable/${sys_id}`, {
    body: { finding: 'Clean', has_manual_finding_override: true },
  })
  await look(sys_id, 'a', 'Malicious')
  expect(await findingOf(sys_id)).toBe('Clean')
})

test('enrichment results are kept for observables and for configuration items', async () => {
  const { sys_id: task } = await insert('sn_si_incident', { short_description: 'Phish' })
  const [ci] = await find('cmdb_ci', 'name=web-01')
  const { sys_id: observable } = await observe('203.0.113.9')
  const of = async (table: string, body: object) => insert(table, { task, raw_data: '{"a":1}', ...body })
  expect(await of('sn_sec_cmn_ci_enrichment_result', { cmdb_ci: ci.sys_id })).toMatchObject({
    raw_data: '{"a":1}',
    cmdb_ci: ci.sys_id,
  })
  expect(await of('sn_ti_observable_enrichment_result', { observable })).toMatchObject({ observable, task })
  const shown = await find('sn_ti_observable_enrichment_result', 'sysparm_display_value=true&sysparm_fields=observable')
  expect(shown[0].observable.display_value).toBe('203.0.113.9')
})

test('threat tables need their roles', async () => {
  const refused = await snow.call('POST', '/api/now/table/sn_ti_observable', {
    user: 'beth.anglin',
    body: { value: 'x' },
  })
  expect([refused.status, refused.body.error.message]).toEqual([403, 'Operation Failed'])
  const { sys_id } = await observe('203.0.113.9')
  const hidden = await snow.call('GET', `/api/now/table/sn_ti_observable/${sys_id}`, { user: 'beth.anglin' })
  expect(hidden.status).toBe(404)
})
