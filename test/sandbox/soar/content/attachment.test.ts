import { createHash } from 'node:crypto'
import { deleteAsAdmin, openFilledSoar } from '../../../support/soar-container'
import type { OpenedSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
beforeEach(async () => {
  soar = await openFilledSoar()
})
afterEach(() => soar.close())

const bytes = Buffer.from([0, 1, 2, 255, 13, 10])
const sha1 = createHash('sha1').update(bytes).digest('hex')
const upload = (fields: object = {}) =>
  soar.post('/rest/container_attachment', {
    container_id: 1,
    file_name: 'trace.bin',
    file_content: bytes.toString('base64'),
    metadata: { contains: ['pcap'], description: 'a trace' },
    ...fields,
  })

describe('files in the SOAR sandbox', () => {
  it('are answered with `succeeded`, their size and their SHA-1', async () => {
    const { status, body } = await upload()
    expect(status).toBe(200)
    expect(body).toMatchObject({ succeeded: true, id: 1, vault_id: sha1, hash: sha1, size: 6 })
    expect(body).not.toHaveProperty('success')
  })

  it('come back byte by byte from the vault', async () => {
    await upload()
    const response = await fetch(`${soar.url}/rest/download_attachment?vault_id=${sha1}`, {
      headers: { 'ph-auth-token': soar.token },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toContain('trace.bin')
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await soar.get('/rest/download_attachment?vault_id=0')).status).toBe(404)
    expect((await soar.get('/rest/download_attachment')).status).toBe(404)
    expect((await fetch(response.url)).status).toBe(401)
  })

  it('tell what the vault knows of them with `pretty` only', async () => {
    await upload()
    const { data } = (await soar.list('/rest/container_attachment', { _filter_container_id: '1' })).body
    expect(data).toMatchObject([{ id: 1, name: 'trace.bin', container: 1, vault_document: 1, user: 2, task: null }])
    expect(Object.keys(data[0]).filter(name => name.startsWith('_pretty_'))).toEqual([])
    const pretty = (await soar.get('/rest/container_attachment/1?pretty')).body
    expect(pretty).toMatchObject({
      _pretty_vault_id: sha1,
      _pretty_hash: sha1,
      _pretty_size: 6,
      _pretty_container: 'one',
      _pretty_contains: ['pcap'],
      _pretty_metadata: { sha1, description: 'a trace' },
    })
  })

  it('are found by name and by hash', async () => {
    await upload()
    await upload({ file_name: 'other.txt', file_content: btoa('other') })
    const byHash = await soar.list('/rest/container_attachment', { _filter_vault_document__hash: `"${sha1}"` })
    expect(byHash.body).toMatchObject({ count: 1, data: [{ name: 'trace.bin' }] })
    const byName = await soar.list('/rest/container/1/attachments', { _filter_name: '"other.txt"' })
    expect(byName.body).toMatchObject({ count: 1, data: [{ mime_type: 'text/plain' }] })
    const document = await soar.list('/rest/vault_document', { _filter_hash: `"${sha1}"` })
    expect(document.body).toMatchObject({ count: 1, data: [{ hash: sha1, size: 6, names: ['trace.bin'] }] })
    expect(document.body.data[0]).not.toHaveProperty('base64')
  })

  it('of equal content are one document, which goes with the last of them', async () => {
    await upload()
    await upload({ container_id: 2, file_name: 'again.bin' })
    expect((await soar.get('/rest/vault_document')).body).toMatchObject({
      count: 1,
      data: [{ names: ['trace.bin', 'again.bin'] }],
    })
    await deleteAsAdmin(soar, '/rest/container_attachment/1')
    expect((await soar.get(`/rest/download_attachment?vault_id=${sha1}`)).status).toBe(200)
    await deleteAsAdmin(soar, '/rest/container/2')
    expect((await soar.get(`/rest/download_attachment?vault_id=${sha1}`)).status).toBe(404)
  })

  it('stay in the vault: a document is not deleted', async () => {
    await upload()
    expect((await deleteAsAdmin(soar, '/rest/vault_document/1')).status).toBe(405)
  })

  it.each([
    [{ file_content: 'no base64!' }, 'Unable to decode file_content'],
    [{ file_content: undefined }, '"file_content" is a required field'],
    [{ file_name: '' }, '"file_name" is a required field'],
    [{ container_id: 77 }, 'Container matching query does not exist.'],
    [{ metadata: 'x' }, 'Invalid value for "metadata"'],
  ])('are refused where %j', async (wrong, message) => {
    expect(await upload(wrong)).toMatchObject({ status: 400, body: { failed: true, message } })
    expect((await soar.get('/rest/vault_document')).body.count).toBe(0)
  })

  it('may be empty', async () => {
    expect((await upload({ file_content: '' })).body).toMatchObject({ succeeded: true, size: 0 })
  })

  it('are gone with a broken connection like any answer', async () => {
    await upload()
    await soar.scenario({ name: 'cut-body', length: 'cut' })
    const response = await fetch(`${soar.url}/rest/download_attachment?vault_id=${sha1}`, {
      headers: { 'ph-auth-token': soar.token },
    })
    expect((await response.arrayBuffer()).byteLength).toBe(3)
  })
})

describe('an older path of SOAR', () => {
  it('does not tell the vault id', async () => {
    await soar.close()
    soar = await openFilledSoar({ uploadTellsVaultId: false })
    const { body } = await upload()
    expect(body).toMatchObject({ succeeded: true, id: 1, size: 6 })
    expect(body).not.toHaveProperty('vault_id')
    expect(body).not.toHaveProperty('hash')
  })
})
