import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

describe('the query language of the SOAR sandbox', () => {
  let soar: OpenedSoar
  beforeAll(async () => {
    soar = await openSoar({ users: [{ username: 'ada' }] })
    const containers = [
      {
        name: 'Alpha "one"',
        tags: ['a', 'b'],
        status: 'new',
        severity: 'high',
        asset_id: 7,
        due_time: '2030-01-01T00:00:00Z',
      },
      { name: "it's beta", tags: ['b'], status: 'open', owner_id: 'ada', due_time: '2031-01-01T00:00:00.5Z' },
      { name: 'gamma\\path', status: 'closed', severity: 'low', custom_fields: { rank: 2 }, due_time: null },
      { name: 'délta', status: 'new', custom_fields: { rank: 1 }, source_data_identifier: 'sdi-4', due_time: null },
    ]
    for (const fields of containers) await soar.post('/rest/container', { label: 'events', ...fields })
    for (const sourceAddress of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      const artifact = { name: 'ip', cef: { sourceAddress, nested: { port: 443 } } }
      await soar.post('/rest/artifact', { container_id: 1, ...artifact })
      await soar.post('/rest/artifact', { container_id: 2, ...artifact })
    }
    await soar.post('/rest/container/3', { description: 'changed' })
  })
  afterAll(() => soar.close())

  const ids = async (path: string, query: Record<string, string>): Promise<number[]> => {
    const { status, body } = await soar.list(path, { page_size: '0', sort: 'id', order: 'asc', ...query })
    expect([status, body.message]).toEqual([200, undefined])
    return body.data.map((row: { id: number }) => row.id)
  }

  it.each([
    ['_filter_name', '"Alpha \\"one\\""', [1]],
    ['_filter_name', `'Alpha "one"'`, [1]],
    ['_filter_name', `"it's beta"`, [2]],
    ['_filter_name', `'it\\'s beta'`, [2]],
    ['_filter_name', JSON.stringify('gamma\\path'), [3]],
    ['_filter_name', '"d\\u00e9lta"', [4]],
    ['_filter_name', '"délta"', [4]],
    ['_filter_name__iexact', '"DÉLTA"', [4]],
    ['_filter_name__contains', '"eta"', [2]],
    ['_filter_name__icontains', '"ALPHA"', [1]],
    ['_filter_name__startswith', '"gam"', [3]],
    ['_filter_name__istartswith', '"GAM"', [3]],
    ['_filter_name__endswith', '"lta"', [4]],
    ['_filter_name__iendswith', '"LTA"', [4]],
    ['_filter_id', '2', [2]],
    ['_filter_id__in', '[3, 1, 99]', [1, 3]],
    ['_filter_id__gt', '2', [3, 4]],
    ['_filter_id__gte', '3', [3, 4]],
    ['_filter_id__lt', '2', [1]],
    ['_filter_id__lte', '2', [1, 2]],
    ['_filter_id__range', '[2, 3]', [2, 3]],
    ['_exclude_id', '2', [1, 3, 4]],
    ['_exclude_id__in', '[1, 2]', [3, 4]],
    ['_filter_source_data_identifier', "'sdi-4'", [4]],
    ['_filter_source_data_identifier__in', '["sdi-4", "nope"]', [4]],
    ['_filter_in_case', 'False', [1, 2, 3, 4]],
    ['_filter_in_case', '"true"', []],
    ['_filter_asset', '7', [1]],
    ['_filter_asset_id', '7', [1]],
    ['_filter_asset', 'None', [2, 3, 4]],
    ['_filter_severity', '"high"', [1]],
    ['_filter_severity__in', "['high', 'low']", [1, 3]],
    ['_filter_status', '1', [1, 4]],
    ['_filter_status_id', '3', [3]],
    ['_filter_status__name', '"open"', [2]],
    ['_filter_owner__username', "'ada'", [2]],
    ['_filter_owner__isnull', 'True', [1, 3, 4]],
    ['_filter_container_update_time__isnull', 'False', [3]],
    ['_filter_container_update_time__gte', '"2000-01-01T00:00:00.000000Z"', [3]],
    ['_filter_due_time__gte', '"2031-01-01 00:00:00.500000"', [2]],
    ['_filter_due_time', "'2030-01-01T01:00:00+01:00'", [1]],
    ['_filter_tags__contains', '["a", "b"]', [1]],
    ['_filter_tags__icontains', '"B"', [1, 2]],
    ['_filter_custom_fields__rank', '2', [3]],
    ['_filter_custom_fields__rank__gte', '1', [3, 4]],
    ['_filter_custom_fields__rank__lt', '1.5', [4]],
    ['_filter_custom_fields__rank', '2e0', [3]],
    ['_filter_name__regex', '"^[a-z]+.{2}path$"', [3]],
    ['_filter_name__regex', JSON.stringify('^[a-z]+\\\\path$'), [3]],
    ['_filter_name__iregex', '"^(ALPHA|IT.S) "', [1, 2]],
    ['_filter_id__regex', "'^[34]$'", [3, 4]],
    ['_filter_due_time__year', '2031', [2]],
    ['_filter_due_time__year__lt', '2031', [1]],
    ['_filter_due_time__month__in', '[1, 2]', [1, 2]],
    ['_filter_due_time__week_day', '3', [1]],
    ['_filter_due_time__date', '"2030-01-01"', [1]],
    ['_filter_due_time__hour__isnull', 'True', [3, 4]],
    ['_filter_description__iexact', 'None', [1, 2, 4]],
    ['_filter_asset__in', '[7, None]', [1]],
    ['_filter_id__in', '[]', []],
    ['_filter_tags__icontains', "'b\"'", [1, 2]],
    ['_filter_custom_fields__icontains', '"RANK"', [3, 4]],
    ['_exclude_due_time__gte', '"2031-01-01"', [1, 3, 4]],
  ])('finds containers by %s=%s', async (name, value, expected) => {
    expect(await ids('/rest/container', { [name]: value })).toEqual(expected)
  })

  it.each([
    [{ _filter_container: '1' }, [1, 3, 5]],
    [{ _filter_container_id: '2' }, [2, 4, 6]],
    [{ _filter_container_id__in: '[1, 2]', _filter_cef__sourceAddress: '"2.2.2.2"' }, [3, 4]],
    [{ _filter_container__name__icontains: '"BETA"' }, [2, 4, 6]],
    [{ _filter_container__owner__username: '"ada"', _filter_cef__sourceAddress__endswith: "'3.3'" }, [6]],
    [{ _filter_cef__nested__port: '443', _exclude_container: '1' }, [2, 4, 6]],
    [{ _filter_cef__icontains: '"2.2.2.2"' }, [3, 4]],
    [{ _filter_cef__missing__isnull: 'False' }, []],
  ])('finds artifacts by %j', async (query, expected) => {
    expect(await ids('/rest/artifact', query)).toEqual(expected)
  })

  it.each([
    ['_filter_name', 'alpha'],
    ['_filter_name', ''],
    ['_filter_name', '"open'],
    ['_filter_name', '"a" "b"'],
    ['_filter_in_case', 'true'],
    ['_filter_in_case__exact', 'True'],
    ['_filter_status', '"new"'],
    ['_filter_id__in', '1'],
    ['_filter_id__range', '[1, 2, 3]'],
    ['_filter_id', '12ab'],
    ['_filter_id__in', '[1, 2'],
    ['_filter_create_time__gt', '"yesterday"'],
    ['_filter_name__sounds', '"x"'],
    ['_filter_name__isnull', '1'],
    ['_filter_name__gt', 'None'],
    ['_filter_name__icontains', 'None'],
    ['_filter_name__year', '2026'],
    ['_filter_create_time__year__month', '1'],
    ['_filter_create_time__year', '"soon"'],
    ['_filter_create_time__date', '"2026-13-40"'],
    ['_filter_name__regex', '"(a"'],
    ['_filter_name__iregex', '"a**"'],
    ['_filter_', '1'],
    ['_filter_owner_id__username', '"ada"'],
    ['page', 'x'],
    ['page_size', '-1'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await soar.list('/rest/container', { [name]: value })
    expect([status, body.failed, typeof body.message]).toEqual([400, true, 'string'])
  })

  it('names the choices where a field is unknown, in filters and sorts', async () => {
    for (const query of [{ _filter_scm: '1' }, { sort: 'scm' }, { _exclude_scm__name: '"x"' }]) {
      const { status, body } = await soar.list('/rest/artifact', query)
      expect(status).toBe(400)
      expect(body.message).toMatch(/^Cannot resolve keyword 'scm' into field\. Choices are: cef, cef_types, container,/)
    }
  })

  it('pages from 0 by ten unless told otherwise, and fails beyond the end', async () => {
    const page = async (query: Record<string, string>) => (await soar.list('/rest/artifact', query)).body
    expect(await page({ page_size: '4', page: '1', sort: 'id' })).toMatchObject({
      count: 6,
      num_pages: 2,
      data: [{ id: 5 }, { id: 6 }],
    })
    expect((await page({ page_size: '0' })).data).toHaveLength(6)
    expect(await page({ _filter_id: '99' })).toEqual({ count: 0, num_pages: 0, data: [] })
    const beyond = await soar.list('/rest/artifact', { page: '1' })
    expect([beyond.status, beyond.body]).toEqual([400, { failed: true, message: 'That page contains no results' }])
  })

  it('answers beyond the end with the status that was asked for', async () => {
    for (const pageBeyondEnd of [200, 404] as const) {
      const other = await openSoar({ pageBeyondEnd })
      const { status, body } = await other.list('/rest/container', { page: '1' })
      expect([status, body]).toEqual([pageBeyondEnd, { failed: true, message: 'That page contains no results' }])
      await other.close()
    }
  })

  it('shows large columns and names behind ids where it is asked to', async () => {
    const first = async (query: Record<string, string>, path = '/rest/container') =>
      (await soar.list(path, { _filter_id: '2', ...query })).body.data[0]
    expect(await first({})).not.toHaveProperty('data')
    expect(await first({ include_expensive: 'false', pretty: '0' })).toEqual(await first({}))
    expect(await first({ include_expensive: '' })).toHaveProperty('data', {})
    const pretty = {
      _pretty_owner: 'ada',
      _pretty_closing_owner: null,
      _pretty_due_time: expect.stringMatching(/^in \d+ days$/),
    }
    expect(await first({ pretty: '' })).toMatchObject({ ...pretty, owner: 3 })
    expect(await first({ pretty: 'true' }, '/rest/artifact')).toMatchObject({
      _pretty_container: "it's beta",
      _pretty_create_time: expect.stringMatching(/^\d+ seconds? ago$/),
    })
    expect((await soar.get('/rest/container/2?pretty')).body).toMatchObject({ ...pretty, data: {} })
    expect((await soar.get('/rest/container/2')).body).not.toHaveProperty('_pretty_owner')
  })

  it('shows ten by default', async () => {
    const crowded = await openSoar()
    const items = Array.from({ length: 11 }, (_, n) => ({ name: `c${n}`, label: 'events' }))
    await crowded.post('/rest/container', items)
    const { body } = await crowded.get('/rest/container')
    expect([body.count, body.num_pages, body.data.length]).toEqual([11, 2, 10])
    await crowded.close()
  })

  it('sorts by columns and custom fields, nulls last going up and first going down', async () => {
    expect(await ids('/rest/container', { sort: 'name', order: 'desc' })).toEqual([2, 3, 4, 1])
    expect(await ids('/rest/container', { sort: 'custom_fields.rank', order: 'asc' })).toEqual([4, 3, 1, 2])
    expect(await ids('/rest/container', { sort: 'due_time', order: 'desc' })).toEqual([3, 4, 2, 1])
  })
})
