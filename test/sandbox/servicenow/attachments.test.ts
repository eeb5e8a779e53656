import { createHash } from 'node:crypto'
import { type ServiceNowStage, startServiceNowStage } from '../../support/servicenow-stage'

let snow: ServiceNowStage
let ticket: Record<string, string>
beforeEach(async () => {
  snow = await startServiceNowStage({ now: () => Date.UTC(2026, 2, 4, 5, 6, 7) }, [])
  ticket = await snow.file()
})
afterEach(() => snow.close())

const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128, ...Array(2000).fill(65)])

const upload = (name: string, options: { user?: string; raw?: string | Uint8Array; sysId?: string } = {}) => {
  const { raw = bytes, sysId = ticket.sys_id, user } = options
  const query = `table_name=incident&table_sys_id=${sysId}&file_name=${encodeURIComponent(name)}`
  return snow.call('POST', `/api/now/attachment/file?${query}`, {
    raw,
    headers: { 'Content-Type': 'image/png' },
    ...(user !== undefined && { user }),
  })
}

async function download(sysId: string): Promise<{ response: Response; content: Buffer }> {
  const login = Buffer.from(`soarbridge:${snow.password}`).toString('base64')
  const response = await fetch(`${snow.url}/api/now/attachment/${sysId}/file`, {
    headers: { Authorization: `Basic ${login}` },
  })
  return { response, content: Buffer.from(await response.arrayBuffer()) }
}

test('a raw upload is described in strings and comes back byte for byte', async () => {
  const made = await upload('Größe ✓.png')
  const { result } = made.body
  expect(made.status).toBe(201)
  expect(made.headers.get('location')).toBe(`${snow.url}/api/now/attachment/${result.sys_id}`)
  expect(result).toEqual({
    sys_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    table_name: 'incident',
    table_sys_id: ticket.sys_id,
    file_name: 'Größe ✓.png',
    content_type: 'image/png',
    size_bytes: '2007',
    size_compressed: expect.stringMatching(/^\d\d$/),
    compressed: 'true',
    hash: createHash('sha256').update(bytes).digest('hex'),
    download_link: `${snow.url}/api/now/attachment/${result.sys_id}/file`,
    ...{ average_image_color: '', image_height: '', image_width: '', sys_tags: '', sys_mod_count: '0' },
    ...{ sys_created_by: 'soarbridge', sys_updated_by: 'soarbridge' },
    ...{ created_by_name: 'SOAR Bridge', updated_by_name: 'SOAR Bridge' },
    ...{ sys_created_on: '2026-03-04 05:06:07', sys_updated_on: '2026-03-04 05:06:07' },
  })
  const { response, content } = await download(result.sys_id)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('Größe ✓.png'))
  expect(JSON.parse(response.headers.get('x-attachment-metadata') ?? '')).toEqual(result)
  expect(content.equals(bytes)).toBe(true)
})

test('a large file and an empty one come back as they were', async () => {
  for (const raw of [Buffer.alloc(1_500_000, 'abc'), Buffer.alloc(0)]) {
    const { result } = (await upload('a.bin', { raw })).body
    expect(result.size_bytes).toBe(String(raw.length))
    expect((await download(result.sys_id)).content.equals(raw)).toBe(true)
  }
})

test('a form is taken where the file is its last part', async () => {
  const form = (parts: [string, string | Blob][]) => {
    const body = new FormData()
    for (const [name, value] of parts) {
      if (typeof value === 'string') body.append(name, value)
      else body.append(name, value, 'note.txt')
    }
    const login = Buffer.from(`soarbridge:${snow.password}`).toString('base64')
    const headers = { Authorization: `Basic ${login}` }
    return fetch(`${snow.url}/api/now/attachment/upload`, { method: 'POST', headers, body })
  }
  const file: [string, Blob] = ['uploadFile', new Blob([bytes], { type: 'text/plain' })]
  const named: [string, string][] = [
    ['table_name', 'incident'],
    ['table_sys_id', ticket.sys_id ?? ''],
  ]
  const made = await form([...named, file])
  expect(made.status).toBe(201)
  const { result } = JSON.parse(await made.text())
  expect(result).toMatchObject({ file_name: 'note.txt', content_type: 'text/plain', size_bytes: '2007' })
  expect((await download(result.sys_id)).content.equals(bytes)).toBe(true)
  expect((await form([file, ...named])).status).toBe(400)
  expect((await form([file])).status).toBe(400)
})

test('attachments of a record are listed by query, counted and paged', async () => {
  for (const name of ['b.txt', 'a.txt']) await upload(name)
  const query = `sysparm_query=table_sys_id=${ticket.sys_id}^ORDERBYfile_name`
  const all = await snow.call('GET', `/api/now/attachment?${query}`)
  expect(all.body.result.map((file: { file_name: string }) => file.file_name)).toEqual(['a.txt', 'b.txt'])
  const page = await snow.call('GET', `/api/now/attachment?${query}&sysparm_limit=1&sysparm_offset=1`)
  expect(page.body.result).toEqual([all.body.result[1]])
  expect(page.headers.get('x-total-count')).toBe('2')
  const one = await snow.call('GET', `/api/now/v1/attachment/${all.body.result[0].sys_id}`)
  expect(one.body.result).toEqual(all.body.result[0])
  const row = await snow.call('GET', `/api/now/table/sys_attachment/${all.body.result[0].sys_id}`)
  expect(row.body.result).toMatchObject({ file_name: 'a.txt', state: 'available' })
})

test('a deleted attachment is gone, and so are those of a deleted record; the record itself does not change', async () => {
  const ids = [(await upload('a.txt')).body.result.sys_id, (await upload('b.txt')).body.result.sys_id]
  const record = await snow.call('GET', `/api/now/table/incident/${ticket.sys_id}`)
  expect(record.body.result.sys_mod_count).toBe('0')
  const deleted = await snow.call('DELETE', `/api/now/attachment/${ids[0]}`)
  expect([deleted.status, deleted.body]).toEqual([204, ''])
  await snow.call('DELETE', `/api/now/table/incident/${ticket.sys_id}`)
  for (const id of ids) expect((await snow.call('GET', `/api/now/attachment/${id}`)).status).toBe(404)
  expect((await download(ids[1])).response.status).toBe(404)
})

test.each([
  ['table_name=incident&file_name=a', 400],
  ['table_name=incident&table_sys_id=00000000000000000000000000000000&file_name=a', 404],
  ['table_name=sys_nothing&table_sys_id=1&file_name=a', 404],
])('an upload to "%s" is refused with %i', async (query, status) => {
  expect((await snow.call('POST', `/api/now/attachment/file?${query}`, { raw: 'x' })).status).toBe(status)
})

test('attachments are as visible as their record', async () => {
  const body = { short_description: 'Phish' }
  const { result } = (await snow.call('POST', '/api/now/table/sn_si_incident', { body })).body
  const path = `/api/now/attachment/file?table_name=sn_si_incident&table_sys_id=${result.sys_id}&file_name=a.txt`
  expect((await snow.call('POST', path, { user: 'beth.anglin', raw: 'x' })).status).toBe(404)
  const made = await snow.call('POST', path, { raw: 'x' })
  const file = `/api/now/attachment/${made.body.result.sys_id}`
  expect((await snow.call('GET', file, { user: 'beth.anglin' })).status).toBe(404)
  expect((await snow.call('GET', '/api/now/attachment', { user: 'beth.anglin' })).body.result).toEqual([])
  const rule = { table: 'sn_si_incident', operation: 'write', roles: ['sn_si.admin'] }
  await snow.call('POST', '/_sandbox/rule', { body: rule })
  expect((await snow.call('POST', path, { raw: 'x' })).status).toBe(403)
  expect((await snow.call('DELETE', file)).status).toBe(403)
})

test('files that are too large, or of a type that is not allowed, are refused', async () => {
  await snow.set({ attachmentMaxBytes: 10, attachmentExtensions: ['txt'] })
  expect((await upload('a.txt')).status).toBe(413)
  const refused = await upload('a.exe', { raw: 'MZ' })
  expect([refused.status, refused.body.error.message]).toEqual([403, 'Failed to create the attachment'])
  expect((await upload('a.TXT', { raw: 'ok' })).status).toBe(201)
})

test('other methods are refused', async () => {
  expect((await snow.call('PUT', '/api/now/attachment/file')).status).toBe(405)
})
