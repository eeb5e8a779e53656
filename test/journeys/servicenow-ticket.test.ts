import { postServiceNow } from '../support/post-jira'
import { openStage, type Stage, type StageOptions } from '../support/stage'

let stage: Stage
afterEach(() => stage.close())

async function open(options: StageOptions): Promise<void> {
  stage = await openStage(options)
}

test.each(['full', 'flat', 'incident-io'])('a %s push becomes a container', async format => {
  await open({ push: { format } })
  const record = await stage.servicenow.file({
    short_description: 'Beacon to c2.evil.example',
    impact: '1',
    urgency: '1',
  })
  await stage.quiet()
  expect(await stage.containers()).toEqual([
    expect.objectContaining({
      name: `${record.number}: Beacon to c2.evil.example`,
      severity: 'high',
      source_data_identifier: `soarbridge:servicenow:${record.sys_id}`,
    }),
  ])
  // Its own sys_id looks like an MD5 and is none.
  expect((await stage.artifacts()).flatMap(artifact => artifact.cef.fileHashMd5 ?? [])).toEqual([])
})

test('a flat push of A, then B, then A again byte for byte ends at A', async () => {
  await open({ push: { format: 'none', tables: [] } })
  const record = await stage.servicenow.file({ short_description: 'State A', impact: '3', urgency: '3' })
  const push = (short_description: string) =>
    JSON.stringify({ sys_id: record.sys_id, number: record.number, sys_class_name: 'incident', short_description })
  for (const [index, text] of ['State A', 'State B', 'State A'].entries()) {
    await stage.servicenow.call('PATCH', `/api/now/table/incident/${record.sys_id}`, { short_description: text })
    expect(await postServiceNow(stage.bridge.url, push(text))).toMatchObject({
      status: 202,
      body: { status: 'accepted' },
    })
    await stage.quiet()
    expect({ index, name: (await stage.containers())[0]?.name }).toEqual({ index, name: `${record.number}: ${text}` })
  }
})

test('a flat push of A, B, A ends at A although the record cannot be read', async () => {
  await open({ push: { format: 'none', tables: [] } })
  const unknown = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
  for (const text of ['State A', 'State B', 'State A']) {
    const body = { sys_id: unknown, number: 'INC0099999', sys_class_name: 'incident', short_description: text }
    await postServiceNow(stage.bridge.url, JSON.stringify(body))
  }
  await stage.quiet()
  expect((await stage.containers()).map(container => container.name)).toEqual(['INC0099999: State A'])
})

test('ten identical notifications with changes between end at the last', async () => {
  await open({ push: { format: 'none', tables: [] } })
  const record = await stage.servicenow.file({ short_description: 'Change 0' })
  const notification = JSON.stringify({ event_type: 'IncidentUpdated', incident_number: record.number })
  for (let change = 1; change <= 10; change += 1) {
    const values = { short_description: `Change ${change}` }
    await stage.servicenow.call('PATCH', `/api/now/table/incident/${record.sys_id}`, values)
    const answer = await postServiceNow(stage.bridge.url, notification)
    expect(answer).toMatchObject({ status: 202, body: { status: 'accepted' } })
  }
  await stage.quiet()
  expect((await stage.containers()).map(container => container.name)).toEqual([`${record.number}: Change 10`])
})

test('a push without Content-Type is read as JSON', async () => {
  await open({ push: { format: 'full', contentType: null } })
  await stage.servicenow.file({ short_description: 'No type' })
  await stage.quiet()
  expect(await stage.containers()).toHaveLength(1)
})

test('a number that nobody knows waits for a person', async () => {
  await open({ push: { format: 'none', tables: [] } })
  await postServiceNow(
    stage.bridge.url,
    JSON.stringify({ event_type: 'IncidentUpdated', incident_number: 'INC0424242' }),
  )
  await stage.quiet()
  expect(stage.rows('select state, reason from receipts')).toEqual([{ state: 'quarantined', reason: 'ticket-unknown' }])
})

test('a push whose record cannot be read now waits, and is digested when ServiceNow is back', async () => {
  await open({ push: { format: 'notification', withSysId: true } })
  await stage.servicenow.call('POST', '/_sandbox/scenario', { name: 'error', status: 503, path: '/api/now' })
  const filing = await stage.servicenow.call('POST', '/_sandbox/scenario', { name: 'clear' })
  expect(filing.status).toBe(200)
  await stage.servicenow.call('POST', '/_sandbox/scenario', {
    name: 'error',
    status: 503,
    method: 'GET',
    path: '/api/now',
  })
  await stage.servicenow.file({ short_description: 'Seen late' })
  await stage.servicenow.idle()
  expect(stage.rows('select state from receipts')).toEqual([{ state: 'pending' }])
  await stage.servicenow.call('POST', '/_sandbox/scenario', { name: 'clear' })
  await stage.quiet()
  expect(await stage.containers()).toHaveLength(1)
})
