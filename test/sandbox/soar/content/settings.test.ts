import { createHash } from 'node:crypto'
import { deleteAsAdmin, openFilledSoar } from '../../../support/soar-container'
import { type OpenedSoar, openSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openFilledSoar()
})
afterEach(() => soar.close())

describe('decided lists in the SOAR sandbox', () => {
  const path = '/rest/decided_list'
  const create = (content: unknown, name = 'Blocked hosts') => soar.post(path, { name, content })

  it('are read by id and by name', async () => {
    expect(
      (
        await create([
          ['1.1.1.1', 'bad'],
          ['2.2.2.2', null],
        ])
      ).body,
    ).toEqual({ success: true, id: 1 })
    const list = {
      id: 1,
      name: 'Blocked hosts',
      content: [
        ['1.1.1.1', 'bad'],
        ['2.2.2.2', null],
      ],
    }
    expect((await soar.get(`${path}/1`)).body).toMatchObject(list)
    expect((await soar.get(`${path}/Blocked%20hosts`)).body).toMatchObject(list)
    expect((await soar.get(path)).body).toMatchObject({ count: 1, data: [list] })
    expect(await soar.get(`${path}/nothing`)).toMatchObject({ status: 404, body: { failed: true } })
  })

  it('wrap a single row, and need content and a name of their own', async () => {
    await create(['a', 'b'])
    expect((await soar.get(`${path}/1`)).body.content).toEqual([['a', 'b']])
    expect((await create([])).status).toBe(400)
    expect(await soar.post(path, { name: 'x' })).toMatchObject({ status: 500, body: { failed: true } })
    expect((await create([], 'empty')).body).toEqual({ success: true, id: 2 })
    expect((await create([[{}]], 'deep')).status).toBe(400)
  })

  it('are changed as a whole or row by row', async () => {
    await create([['a'], ['b'], ['c']])
    const wish = { update_rows: { '1': ['B'] }, delete_rows: [0], append_rows: [['d']] }
    expect((await soar.post(`${path}/1`, wish)).body).toEqual({ success: true, id: 1 })
    expect((await soar.get(`${path}/1`)).body.content).toEqual([['B'], ['c'], ['d']])
    await soar.post(`${path}/1`, { content: [['new']] })
    expect((await soar.get(`${path}/1`)).body.content).toEqual([['new']])
    for (const wrong of [{ update_rows: { '9': ['x'] } }, { update_rows: [] }, { delete_rows: 1 }, { content: 'x' }])
      expect((await soar.post(`${path}/1`, wrong)).status).toBe(400)
  })

  it('come as CSV and as bare rows', async () => {
    await create([
      ['a', 'say "x", y'],
      [1, null],
    ])
    const csv = await soar.get(`${path}/1/formatted_content?_output_format=csv`)
    expect(csv.headers.get('content-type')).toBe('text/csv')
    expect(csv.body).toBe('a,"say ""x"", y"\r\n1,\r\n')
    expect((await soar.get(`${path}/1/formatted_content`)).body).toEqual([
      ['a', 'say "x", y'],
      [1, null],
    ])
  })

  it('are the one thing that a token may delete', async () => {
    await create([['a']])
    expect((await soar.send('DELETE', `${path}/1`)).body).toEqual({ success: true })
    expect((await soar.get(`${path}/1`)).status).toBe(404)
    expect((await soar.send('DELETE', '/rest/artifact/1')).status).toBe(403)
  })
})

describe('CEF in the SOAR sandbox', () => {
  it('is a list of standard fields that can be added to', async () => {
    const { body } = await soar.get('/rest/cef')
    expect(body.data).toHaveLength(10)
    expect(body.num_pages).toBe(Math.ceil(body.count / 10))
    expect(Object.keys(body.data[0]).sort()).toEqual(['data_type', 'id', 'name', 'type'])
    const added = await soar.post('/rest/cef', { name: 'docs-test-cef', data_type: ['test'] })
    expect(added.body).toEqual({ success: true, id: body.count + 1 })
    const found = await soar.list('/rest/cef', { _filter_type: '"custom"' })
    expect(found.body.data).toEqual([
      { id: body.count + 1, type: 'custom', name: 'docs-test-cef', data_type: ['test'] },
    ])
    expect((await soar.post('/rest/cef', { name: 'docs-test-cef' })).status).toBe(400)
  })

  it('lets only custom fields be changed', async () => {
    expect((await soar.post('/rest/cef/1', { data_type: ['ip'] })).status).toBe(400)
    const { body } = await soar.post('/rest/cef', { name: 'own', data_type: ['a'] })
    await soar.post(`/rest/cef/${body.id}`, { data_type: ['b'] })
    expect((await soar.get(`/rest/cef/${body.id}`)).body.data_type).toEqual(['b'])
    expect((await deleteAsAdmin(soar, '/rest/cef/1')).status).toBe(400)
    expect((await deleteAsAdmin(soar, `/rest/cef/${body.id}`)).body).toEqual({ success: true })
  })

  it('tells all of it at once', async () => {
    const { body } = await soar.get('/rest/cef_metadata')
    expect(body.cef.sourceAddress).toEqual({ contains: ['ip'] })
    expect(body.all_contains).toContain('url')
  })
})

describe('indicators in the SOAR sandbox', () => {
  const add = (container_id: number, fields: object) =>
    soar.post('/rest/artifact', { container_id, name: 'x', run_automation: false, ...fields })

  it('are the values that artifacts show, each once', async () => {
    await add(2, { cef: { destinationAddress: '1.1.1.1', sourcePort: 22, empty: '', list: ['9'] } })
    await soar.post('/rest/container/2', { status: 'closed' })
    const { body } = await soar.get('/rest/indicator?timerange=all')
    expect(body.count).toBe(2)
    const value_hash = createHash('sha256').update('1.1.1.1').digest('hex')
    expect(body.data[0]).toMatchObject({
      id: 1,
      value: '1.1.1.1',
      value_hash,
      tags: [],
      tenant: 0,
      open_events: 1,
      total_events: 2,
      severity_counts: [
        { name: 'high', count: 0 },
        { name: 'medium', count: 2 },
        { name: 'low', count: 0 },
      ],
    })
    expect(body.data[0].latest_time > body.data[0].earliest_time).toBe(true)
    const byHash = await soar.list('/rest/indicator', { _filter_value_hash__in: `["${value_hash}"]` })
    expect(byHash.body).toMatchObject({ count: 1, data: [{ value: '1.1.1.1' }] })
  })

  it('are found by value, with where they were seen', async () => {
    await add(2, { cef: { own: '1.1.1.1' }, cef_types: { own: ['host'] } })
    const { body } = await soar.get(
      '/rest/indicator_by_value?indicator_value=1.1.1.1&_special_fields=true&_special_contains=true&_special_labels=1',
    )
    expect(body).toMatchObject({
      id: 1,
      _special_fields: ['own', 'sourceAddress'],
      _special_contains: ['host', 'ip'],
      _special_labels: ['events'],
    })
    expect((await soar.get('/rest/indicator_by_value?indicator_value=2.2.2.2')).status).toBe(404)
    expect((await soar.get('/rest/indicator_by_value')).status).toBe(400)
  })

  it('lead to their artifacts and containers', async () => {
    await add(2, { cef: { sourceAddress: '1.1.1.1', sourcePort: 22 } })
    expect((await soar.get('/rest/indicator_artifact?indicator_id=1')).body).toMatchObject({ count: 2 })
    expect((await soar.get('/rest/indicator_artifact?indicator_id=2')).body).toMatchObject({ data: [{ id: 2 }] })
    expect((await soar.get('/rest/indicator_artifact')).status).toBe(404)
    expect((await soar.get('/rest/indicator_common_container?indicator_ids=1,2')).body).toEqual([
      { container_id: 1, container_name: 'one' },
      { container_id: 2, container_name: 'two' },
    ])
    expect((await soar.get('/rest/indicator_common_container?indicator_ids=2')).body).toHaveLength(1)
  })

  it('follow the artifacts, and keep their tags', async () => {
    await soar.post('/rest/indicator/1', { tags: ['known'], value: 'x' })
    await soar.post('/rest/artifact/1', { cef: { sourceAddress: '3.3.3.3' } })
    expect((await soar.get('/rest/indicator/1')).body).toMatchObject({
      value: '1.1.1.1',
      tags: ['known'],
      total_events: 0,
      earliest_time: null,
    })
    expect((await soar.get('/rest/indicator/2')).body).toMatchObject({ value: '3.3.3.3', total_events: 1 })
    await deleteAsAdmin(soar, '/rest/artifact/1')
    expect((await soar.get('/rest/indicator/2')).body.total_events).toBe(0)
  })
})

describe('the state of the SOAR sandbox', () => {
  it('holds all content, for another sandbox to go on from', async () => {
    await soar.post('/rest/note', { container_id: 1, title: 't', content: 'c' })
    const file = { container_id: 1, file_name: 'f', file_content: btoa('bytes') }
    const { body: uploaded } = await soar.post('/rest/container_attachment', file)
    await soar.post('/rest/cef', { name: 'own', data_type: [] })
    const { body: state } = await soar.get('/_sandbox/state')
    const next = await openSoar({ state })
    try {
      expect((await next.get('/rest/note/1')).body.title).toBe('t')
      expect((await next.get(`/rest/download_attachment?vault_id=${uploaded.vault_id}`)).body).toBe('bytes')
      expect((await next.list('/rest/cef', { _filter_name: '"own"' })).body.count).toBe(1)
      expect((await next.get('/rest/indicator')).body).toMatchObject({ count: 1, data: [{ total_events: 1 }] })
      expect((await next.get('/_sandbox/state')).body).toEqual(state)
    } finally {
      await next.close()
    }
  })

  it('without content makes up the indicators of its artifacts', async () => {
    const { body } = await soar.get('/_sandbox/state')
    const { content: _, ...state } = body
    const next = await openSoar({ state })
    try {
      expect((await next.get('/rest/indicator')).body).toMatchObject({ count: 1, data: [{ value: '1.1.1.1' }] })
      expect((await next.get('/rest/workbook_template')).body.count).toBe(1)
    } finally {
      await next.close()
    }
  })
})
