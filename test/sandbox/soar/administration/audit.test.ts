import { type AdministeredSoar, openAdministeredSoar } from '../../../support/soar-administrator'

describe('the audit trail of the SOAR sandbox', () => {
  let soar: AdministeredSoar
  beforeEach(async () => {
    soar = await openAdministeredSoar()
    await soar.post('/rest/container', { name: 'c', label: 'events', artifacts: [{ name: 'a' }] })
    await soar.post('/rest/container', { name: 'd', label: 'events' })
    await soar.admin.post('/rest/container/1', { status: 'open', severity: 'high' })
    await soar.admin.post('/rest/ph_user', { username: 'ada', password: 'lovelace' })
  })
  afterEach(() => soar.close())

  const read = async (query: Record<string, string> = {}) => (await soar.list('/rest/audit', query)).body
  const notes = async (query: Record<string, string>) =>
    (await read(query)).map((line: Record<string, unknown>) => `${line['OBJECT ID']} ${line.NOTE}`)

  it('is a bare array with the columns of SOAR, the newest first', async () => {
    const lines = await read()
    expect(lines).toHaveLength(6)
    expect(lines[0]).toMatchObject({
      'AUDIT ID': 6,
      'AUDIT SOURCE': 'user',
      USER: 'soar_local_admin',
      'USER ID': 1,
      'IP ADDRESS': expect.stringContaining('127.0.0.1'),
      'OBJECT TYPE': 'user',
      'OBJECT ID': 3,
      TIME: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    expect(Object.keys(lines[0])).toHaveLength(15)
  })

  it('tells each changed field with its new value', async () => {
    const lines = await read({ container: '1', sort: 'asc' })
    expect(lines.map((line: Record<string, unknown>) => [line['CHANGED FIELD'], line['NEW VALUE']])).toEqual([
      ['', ''],
      ['', ''],
      expect.arrayContaining(['severity', 'high']),
      expect.arrayContaining(['status', 'open']),
    ])
  })

  it('narrows to objects and to who changed them', async () => {
    expect(await notes({ container: '2' })).toEqual(['2 container created'])
    expect(await notes({ container: '1', user: 'automation' })).toEqual(['1 artifact created', '1 container created'])
    expect(await notes({ user: '1', container: '' })).toHaveLength(3)
    expect(await notes({ role: '1' })).toEqual([])
    expect((await soar.get('/rest/audit?container=1&container=2')).body).toHaveLength(5)
    expect((await soar.get('/rest/container/2/audit')).body).toHaveLength(1)
  })

  it('narrows to a span of time', async () => {
    expect(await read({ start: '2999-01-01' })).toEqual([])
    expect(await read({ end: '2000-01-01' })).toEqual([])
    expect(await read({ start: '2000-01-01', end: '2999-01-01' })).toHaveLength(6)
    expect((await soar.list('/rest/audit', { start: 'yesterday' })).status).toBe(400)
  })

  it('comes as CSV', async () => {
    const { headers, body } = await soar.list('/rest/audit', { format: 'csv', container: '2' })
    expect(headers.get('content-type')).toContain('text/csv')
    const [head, line] = body.split('\r\n')
    expect(head).toMatch(/^AUDIT ID,AUDIT SOURCE,TIME,USER,/)
    expect(line).toContain(',container,2,')
  })

  it('holds no password', async () => {
    await soar.admin.post('/rest/ph_user/3', { password: 'byron', title: 'Countess' })
    const text = JSON.stringify(await read())
    expect(text).toContain('Countess')
    expect(text).not.toMatch(/lovelace|byron/)
  })
})
