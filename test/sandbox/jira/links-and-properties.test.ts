import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
const start = async (flavor: 'cloud' | 'datacenter') => {
  jira = await startJiraStage({ flavor })
  await jira.file()
}
afterEach(() => jira.close())

describe('remote links', () => {
  const path = '/rest/api/2/issue/SEC-1/remotelink'
  const link = {
    globalId: 'soar=1&container=7',
    application: { type: 'com.splunk.soar', name: 'SOAR' },
    relationship: 'investigated in',
    object: { url: 'https://soar.example.com/mission/7', title: 'Container 7', summary: 'Odd login' },
  }
  beforeEach(() => start('cloud'))

  test('a link with a known global id is replaced, and what is left out is lost', async () => {
    const created = await jira.call('POST', path, { body: link })
    expect([created.status, created.body]).toEqual([
      201,
      { id: 10001, self: `${jira.url}/rest/api/2/issue/10001/remotelink/10001` },
    ])
    const { globalId } = link
    const again = await jira.call('POST', path, {
      body: { globalId, object: { url: 'https://a.example', title: 'new' } },
    })
    expect([again.status, again.body.id]).toEqual([200, 10001])
    const [only] = (await jira.call('GET', path)).body
    expect(only).toMatchObject({ id: 10001, globalId, object: { title: 'new' } })
    expect(only).not.toHaveProperty('relationship')
    expect(only.object).not.toHaveProperty('summary')
  })

  test('one link is read by global id, as itself and not in a list', async () => {
    await jira.call('POST', path, { body: link })
    const query = `globalId=${encodeURIComponent(link.globalId)}`
    expect((await jira.call('GET', `${path}?${query}`)).body).toMatchObject({ id: 10001, ...link, object: link.object })
    expect((await jira.call('GET', `${path}?globalId=other`)).status).toBe(404)
    expect((await jira.call('DELETE', `${path}?${query}`)).status).toBe(204)
    expect((await jira.call('GET', path)).body).toEqual([])
  })

  test('a link is read, replaced and removed by its own id, and each leaves a change behind', async () => {
    await jira.call('POST', path, { body: link })
    expect((await jira.call('PUT', `${path}/10001`, { body: { ...link, relationship: 'x' } })).status).toBe(204)
    expect((await jira.call('GET', `${path}/10001`)).body.relationship).toBe('x')
    expect((await jira.call('DELETE', `${path}/10001`)).status).toBe(204)
    expect((await jira.call('GET', `${path}/10001`)).status).toBe(404)
    const { body } = await jira.call('GET', '/rest/api/3/issue/SEC-1/changelog')
    expect(body.values.map(({ items }: { items: { field: string; to: string | null }[] }) => items[0])).toMatchObject([
      { field: 'RemoteIssueLink', from: null, to: '10001' },
      { field: 'RemoteIssueLink', from: '10001', to: '10001' },
      { field: 'RemoteIssueLink', from: '10001', to: null },
    ])
  })

  test.each([
    [{ globalId: 'x' }, ['title', 'url']],
    [{ object: { url: 'nowhere', title: 'x' } }, ['url']],
    [{ ...link, globalId: 'x'.repeat(256) }, ['globalId']],
  ])('a link that is none is refused by field', async (body, fields) => {
    const refused = await jira.call('POST', path, { body })
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([400, fields])
  })
})

describe.each(['cloud', 'datacenter'] as const)('properties on %s', flavor => {
  beforeEach(() => start(flavor))

  test.each(['/rest/api/2/issue/SEC-1/properties', '/rest/api/2/comment/10001/properties'])(
    'are put, read, listed and removed at %s',
    async path => {
      await jira.call('POST', '/rest/api/2/issue/SEC-1/comment', { body: { body: 'x' } })
      const put = (body: unknown) => jira.call('PUT', `${path}/soarbridge.op`, { body })
      expect([(await put({ op: 1 })).status, (await put([2])).status]).toEqual([201, 200])
      expect((await jira.call('GET', `${path}/soarbridge.op`)).body).toEqual({ key: 'soarbridge.op', value: [2] })
      expect((await jira.call('GET', path)).body.keys).toMatchObject([{ key: 'soarbridge.op' }])
      expect((await jira.call('DELETE', `${path}/soarbridge.op`)).status).toBe(204)
      expect((await jira.call('GET', `${path}/soarbridge.op`)).status).toBe(404)
    },
  )

  test('a value too long, a key too long and an issue that is not there are refused', async () => {
    const path = '/rest/api/2/issue/SEC-1/properties'
    const long = await jira.call('PUT', `${path}/key`, { body: 'x'.repeat(32_768) })
    const key = await jira.call('PUT', `${path}/${'k'.repeat(256)}`, { body: 1 })
    const empty = await jira.call('PUT', `${path}/key`, { raw: '' })
    const missing = await jira.call('PUT', '/rest/api/2/issue/SEC-9/properties/key', { body: 1 })
    expect([long.status, key.status, empty.status, missing.status]).toEqual([400, 400, 400, 404])
  })

  test('an edit may bring properties, which change no field and are not announced', async () => {
    const properties = [{ key: 'soarbridge', value: { op: 'abc' } }]
    await jira.call('PUT', '/rest/api/2/issue/SEC-1', { body: { properties } })
    expect((await jira.call('GET', '/rest/api/2/issue/SEC-1?properties=soarbridge')).body.properties).toEqual({
      soarbridge: { op: 'abc' },
    })
    expect(await jira.pushes()).toHaveLength(1)
  })
})
