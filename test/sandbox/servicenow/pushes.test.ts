import { createHmac } from 'node:crypto'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
afterEach(() => snow.close())

const patch = (row: Record<string, string>, body: unknown) =>
  snow.call('PATCH', `/api/now/table/incident/${row.sys_id}`, { body })

test('a full push is the record as the Table API shows it', async () => {
  snow = await startServiceNowStage({}, [{ headers: { 'X-Bridge-Secret': 's' } }])
  const filed = await snow.file()
  const [push] = await snow.pushes()
  expect(push?.body).toEqual(filed)
  expect(push?.body.opened_by).toEqual({ link: expect.any(String), value: expect.any(String) })
  expect(push?.headers).toMatchObject({ 'content-type': 'application/json', 'x-bridge-secret': 's' })
})

test('a flat push is a map of strings without an edit counter, and comes again with the same bytes for the same state', async () => {
  snow = await startServiceNowStage({ now: () => 1_760_000_000_000 }, [{ format: 'flat' }])
  const filed = await snow.file({ urgency: '1' })
  await snow.pushes()
  for (const urgency of ['2', '1']) {
    await patch(filed, { urgency })
    await snow.pushes()
  }
  const [a, b, again] = await snow.pushes()
  expect(Object.values(a?.body ?? {}).every(value => typeof value === 'string')).toBe(true)
  expect(a?.body).not.toHaveProperty('sys_mod_count')
  expect(a?.body).toMatchObject({
    number: 'INC0010001',
    sys_class_name: 'incident',
    opened_by: expect.stringMatching(/^\w{32}$/),
  })
  expect(b?.raw.equals(a?.raw ?? Buffer.alloc(0))).toBe(false)
  expect(again?.raw.equals(a?.raw ?? Buffer.alloc(0))).toBe(true)
})

test('a notification names the number, and the sys_id where asked to', async () => {
  snow = await startServiceNowStage({}, [{ format: 'notification' }, { format: 'notification', withSysId: true }])
  const filed = await snow.file()
  await patch(filed, { work_notes: 'x' })
  await snow.call('DELETE', `/api/now/table/incident/${filed.sys_id}`)
  const pushes = await snow.pushes()
  const [bare, named] = ['/rule0', '/rule1'].map(path =>
    pushes.filter(push => push.path === path).map(({ body }) => body),
  )
  expect(bare?.map(body => body.event_type).sort()).toEqual(['IncidentCreated', 'IncidentDeleted', 'IncidentUpdated'])
  expect(bare?.find(body => body.event_type === 'IncidentCreated')).toEqual({
    event_type: 'IncidentCreated',
    incident_number: 'INC0010001',
    short_description: 'Odd login',
  })
  expect(named?.[0].sys_id).toBe(filed.sys_id)
})

test('the incident.io format tells old and new values', async () => {
  snow = await startServiceNowStage({}, [{ format: 'incident-io' }])
  const filed = await snow.file()
  await snow.pushes()
  await patch(filed, { urgency: '1' })
  const [, push] = await snow.pushes()
  expect(push?.body).toMatchObject({
    sys_id: filed.sys_id,
    table: 'incident',
    operation: 'update',
    number: 'INC0010001',
    updated_fields: ['priority', 'urgency'],
    old_values: { priority: '5', urgency: '3' },
    new_values: { priority: '3', urgency: '1' },
    updated_by: 'soarbridge',
  })
})

test('a push logs in, signs its raw bytes and may come without a content type', async () => {
  snow = await startServiceNowStage({}, [{ basic: { user: 'u', password: 'p' }, secret: 'hush', contentType: null }])
  await snow.file({ short_description: 'Größe ✓' })
  const [push] = await snow.pushes()
  const signature = createHmac('sha256', 'hush')
    .update(push?.raw ?? '')
    .digest('hex')
  expect(push?.headers).toMatchObject({
    authorization: `Basic ${btoa('u:p')}`,
    'x-servicenow-signature': `sha256=${signature}`,
  })
  expect(push?.headers).not.toHaveProperty('content-type')
})

test('a push that fails is lost', async () => {
  snow = await startServiceNowStage()
  snow.receiver.answerNext(503, 0)
  const filed = await snow.file()
  await snow.pushes()
  await patch(filed, { urgency: '1' })
  expect(await snow.pushes()).toHaveLength(2)
  const effects: Record<string, unknown>[] = (await snow.call('GET', '/_sandbox/ledger')).body.effects
  const pushed = effects.filter(({ effect }) => effect === 'webhook.pushed')
  expect(pushed.map(({ status, attempt }) => [status, attempt])).toEqual([
    [503, 1],
    [null, 1],
  ])
})

test('a rule watches its tables only, and a write that changes nothing is not pushed', async () => {
  snow = await startServiceNowStage({}, [{ tables: ['sn_si_incident'] }])
  const filed = await snow.file()
  await patch(filed, { short_description: 'Odd login', priority: '1' })
  await snow.call('POST', '/api/now/table/sn_si_incident', { body: { short_description: 'Phish' } })
  expect((await snow.pushes()).map(({ body }) => body.number)).toEqual(['SIR0010001'])
})

test('a rule that watches attachments pushes the ticket that got one', async () => {
  snow = await startServiceNowStage({}, [{ tables: ['sys_attachment'], format: 'notification' }, {}])
  const filed = await snow.file()
  const query = `table_name=incident&table_sys_id=${filed.sys_id}&file_name=a.txt`
  await snow.call('POST', `/api/now/attachment/file?${query}`, { raw: 'x' })
  const pushes = await snow.pushes()
  expect(pushes.filter(({ path }) => path === '/rule1')).toHaveLength(1)
  expect(pushes.filter(({ path }) => path === '/rule0').map(({ body }) => body)).toEqual([
    { event_type: 'IncidentUpdated', incident_number: 'INC0010001', short_description: 'Odd login' },
  ])
})

test('shuffled pushes overtake each other, but every one arrives', async () => {
  snow = await startServiceNowStage({ shuffle: true, seed: 4 })
  await Promise.all(Array.from({ length: 12 }, () => snow.file()))
  const arrived = (await snow.pushes()).map(({ body }) => body.number)
  expect(new Set(arrived).size).toBe(12)
  expect(arrived).not.toEqual(arrived.toSorted())
})

test('a rule can be added while it runs, until a reset', async () => {
  snow = await startServiceNowStage({}, [])
  const body = {
    url: `${snow.receiver.url}/late`,
    format: 'notification',
    contentType: null,
    basic: { user: 'a', password: 'b' },
  }
  expect((await snow.call('POST', '/_sandbox/push', { body })).status).toBe(201)
  expect((await snow.call('POST', '/_sandbox/push', { body: { ...body, format: 'xml' } })).status).toBe(400)
  await snow.file()
  expect((await snow.pushes()).map(({ path }) => path)).toEqual(['/late'])
  await snow.call('POST', '/_sandbox/reset')
  await snow.file()
  expect(await snow.pushes()).toHaveLength(1)
})
