import { type JiraStage, startJiraStage } from '../../support/jira-stage'

let jira: JiraStage
const start = async (options = {}) => {
  jira = await startJiraStage(options)
  await jira.file()
}
afterEach(() => jira.close())

const path = '/rest/api/2/issue/SEC-1/attachments'
const safe = { 'X-Atlassian-Token': 'no-check' }
const createForm = (...files: [name: string, content: Uint8Array<ArrayBuffer>][]) => {
  const form = new FormData()
  for (const [name, content] of files) form.append('file', new Blob([content], { type: 'text/plain' }), name)
  return form
}
const bytes = (text: string) => new TextEncoder().encode(text)
const upload = (form: FormData) => jira.call('POST', path, { form, headers: safe })

describe('Cloud', () => {
  beforeEach(() => start({ attachmentLimitBytes: 1000 }))

  test('a file goes up byte for byte, hangs on its issue, and leaves a change behind', async () => {
    const content = Uint8Array.from({ length: 256 }, (_, i) => i)
    const uploaded = await upload(createForm(['rén "x".bin', content], ['two.txt', bytes('--boundary\r\n')]))
    expect(uploaded.status).toBe(200)
    expect(uploaded.body).toMatchObject([
      { id: '10001', size: 256, mimeType: 'text/plain', content: `${jira.url}/rest/api/2/attachment/content/10001` },
      { id: '10002', filename: 'two.txt', size: 12 },
    ])
    const whole = await fetch(`${jira.url}/rest/api/3/attachment/content/10001?redirect=false`, { headers: login() })
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(content)
    const issue = await jira.call('GET', '/rest/api/3/issue/SEC-1?expand=changelog')
    expect(issue.body.fields.attachment).toHaveLength(2)
    expect(issue.body.changelog.histories[0].items).toEqual([
      {
        field: 'Attachment',
        fieldtype: 'jira',
        fieldId: 'attachment',
        from: null,
        fromString: null,
        to: '10002',
        toString: 'two.txt',
      },
    ])
  })

  const login = () => ({ Authorization: `Basic ${Buffer.from(`${jira.user}:${jira.token}`).toString('base64')}` })

  test.each([
    ['without the header', {}],
    ['from a browser', { ...safe, 'User-Agent': 'Mozilla/5.0' }],
    ['from a page', { ...safe, Origin: 'https://elsewhere.example' }],
  ])('an upload %s is taken for a forgery, in plain text', async (_what, headers: Record<string, string>) => {
    const refused = await jira.call('POST', path, { form: createForm(['a', bytes('a')]), headers })
    expect([refused.status, refused.body]).toEqual([403, 'XSRF check failed'])
  })

  test('a download leads to another origin, which wants no credential of this one', async () => {
    await upload(createForm(['a.txt', bytes('hello')]))
    const told = await jira.call('GET', '/rest/api/3/attachment/content/10001')
    const target = told.headers.get('location') ?? ''
    expect([told.status, new URL(target).origin === jira.url]).toEqual([303, false])
    const media = await fetch(target)
    expect([await media.text(), media.headers.get('content-type')]).toEqual(['hello', 'text/plain; charset=utf-8'])
    expect((await fetch(target, { headers: login() })).status).toBe(400)
    expect((await fetch(target.replace(/token=./, 'token=0x'))).status).toBe(403)
    const followed = await fetch(`${jira.url}/rest/api/3/attachment/content/10001`, { headers: login() })
    expect(await followed.text()).toBe('hello')
    const web = await jira.call('GET', '/secure/attachment/10001/a.txt')
    expect([web.status, web.headers.get('location')]).toEqual([302, target])
  })

  test.each([
    ['bytes=1-3', 206, 'ell'],
    ['bytes=-2', 206, 'lo'],
    ['bytes=9-', 416, ''],
    ['bytes=x', 200, 'hello'],
  ])('a download may ask for a part: %s', async (range, status, text) => {
    await upload(createForm(['a.txt', bytes('hello')]))
    const url = `${jira.url}/rest/api/3/attachment/content/10001?redirect=false`
    const part = await fetch(url, { headers: { ...login(), Range: range } })
    expect([part.status, await part.text()]).toEqual([status, text])
  })

  test('what is too large, too much or no form is refused', async () => {
    const large = await upload(createForm(['a', new Uint8Array(1001)]))
    const many = await upload(
      createForm(...Array.from({ length: 61 }, (_, i) => [`${i}`, bytes('x')] as [string, Uint8Array<ArrayBuffer>])),
    )
    const none = await jira.call('POST', path, { raw: '{}', headers: safe })
    expect([large.status, many.status, none.status]).toEqual([413, 413, 415])
    expect((await jira.call('GET', '/rest/api/3/attachment/meta')).body).toEqual({ enabled: true, uploadLimit: 1000 })
  })

  test('an attachment is described, removed, and then not found', async () => {
    await upload(createForm(['a.txt', bytes('hello')]))
    expect((await jira.call('GET', '/rest/api/3/attachment/10001')).body).toMatchObject({
      id: 10001,
      filename: 'a.txt',
    })
    expect((await jira.call('DELETE', '/rest/api/3/attachment/10001')).status).toBe(204)
    expect((await jira.call('GET', '/rest/api/3/attachment/10001')).status).toBe(404)
    expect((await jira.call('GET', '/rest/api/3/issue/SEC-1')).body.fields.attachment).toEqual([])
  })
})

describe('Data Center', () => {
  beforeEach(() => start({ flavor: 'datacenter' }))

  test('the content stands at the address of the web page, where a stranger gets the login page', async () => {
    const [attachment] = (await upload(createForm(['ü.txt', bytes('hello')]))).body
    expect(attachment.content).toBe(`${jira.url}/secure/attachment/10001/%C3%BC.txt`)
    const { pathname } = new URL(attachment.content)
    expect((await jira.call('GET', pathname)).body).toBe('hello')
    const stranger = await jira.call('GET', pathname, { auth: null })
    expect([stranger.status, stranger.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(stranger.body).toContain('Log in')
  })

  test('a webhook tells of a file without its issue, and of the issue with the change', async () => {
    const { receiver } = jira
    const body = { name: 'files', url: `${receiver.url}/files`, events: ['attachment_created', 'jira:issue_updated'] }
    await jira.call('POST', '/rest/webhooks/1.0/webhook', { body })
    await upload(createForm(['a.txt', bytes('hello')]))
    const told = (await jira.pushes()).filter(push => push.path === '/files').map(push => push.body)
    const alone = told.find(({ webhookEvent }) => webhookEvent === 'attachment_created')
    expect(alone.attachment).toMatchObject({ id: '10001', filename: 'a.txt' })
    expect(alone).not.toHaveProperty('issue')
    const change = told.find(({ webhookEvent }) => webhookEvent === 'jira:issue_updated')
    expect(change.changelog.items).toMatchObject([{ field: 'Attachment', to: '10001' }])
  })
})
