import { createHash } from 'node:crypto'
import { createContentApi } from '../../../../src/connectors/soar/content/content-api'
import { largestFileBytes } from '../../../../src/connectors/soar/content/upload-file'
import { closeServers, failureOf, serve } from '../../../support/http-client-stage'
import type { Reply } from '../../../support/http-server'
import { collect, type OpenedContent, openContent } from '../../../support/open-content'
import { callSoar } from '../../../support/soar-call'
import { failed, html } from '../../../support/soar-script'

const bytes = Buffer.from([0, 1, 2, 254, 255, 10])
const vaultId = createHash('sha1').update(bytes).digest('hex')

describe('files through the client', () => {
  let at: OpenedContent
  beforeEach(async () => {
    at = await openContent()
  })
  afterEach(() => at.soar.close())
  const upload = (name = 'trace.pcap') =>
    at.content.attachments.upload({ containerId: '1', name, bytes, description: 'a trace', contains: ['pcap'] })

  it('go up and come down byte by byte', async () => {
    expect(await upload()).toMatchObject({ id: '1', containerId: '1', name: 'trace.pcap', vaultId, size: 6 })
    expect((await at.content.attachments.download(vaultId.toUpperCase())).equals(bytes)).toBe(true)
    expect(await at.content.attachments.get('1')).toMatchObject({ id: '1', containerId: '1', vaultId, size: 6 })
    expect(await at.content.attachments.get('9')).toBeNull()
  })

  it('may be empty, and of some megabytes', async () => {
    const big = Buffer.alloc(6_000_000, 7)
    for (const content of [Buffer.alloc(0), big]) {
      const { vaultId: id } = await at.content.attachments.upload({ containerId: '1', name: 'x', bytes: content })
      expect((await at.content.attachments.download(id ?? '')).equals(content)).toBe(true)
    }
  })

  it('are found by container, name and vault id', async () => {
    await upload()
    await upload('again "quoted".pcap')
    const ids = async (query: object) => (await collect(at.content.attachments.find(query))).map(({ id }) => id)
    expect(await ids({ containerId: '1' })).toEqual(['1', '2'])
    expect(await ids({ name: 'again "quoted".pcap' })).toEqual(['2'])
    expect(await ids({ vaultId })).toEqual(['1', '2'])
    expect(await ids({ containerId: '2', vaultId })).toEqual([])
    expect(await collect(at.content.attachments.list({ flags: ['pretty'] }))).toMatchObject([{ id: 1 }, { id: 2 }])
  })

  it('are deleted by people only', async () => {
    await upload()
    expect(await failureOf(at.content.attachments.delete('1'))).toMatchObject({ code: 'forbidden' })
    await at.asAdmin.attachments.delete('1')
    expect(await failureOf(at.content.attachments.download(vaultId))).toMatchObject({ code: 'not-found' })
  })

  it('are refused before they are sent where they are too large, or their vault id is none', async () => {
    const huge = { containerId: '1', name: 'x', bytes: Buffer.alloc(largestFileBytes + 1) }
    const failure = await failureOf(at.content.attachments.upload(huge))
    expect(failure).toMatchObject({ kind: 'rejected', code: 'request-too-large' })
    expect(failure.message).toContain('split or compress')
    expect(await failureOf(at.content.attachments.download('../x'))).toMatchObject({ code: 'bad-id' })
    expect((await at.soar.get('/rest/container_attachment')).body.count).toBe(0)
  })

  it('that a scenario cuts short are not taken for the whole', async () => {
    await upload()
    await at.soar.scenario({ name: 'cut-body', length: 'cut' })
    const failure = await failureOf(at.content.attachments.download(vaultId))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'file-mismatch' })
  })
})

describe('a SOAR that does not tell vault ids', () => {
  it('is asked for them, and the file is proven all the same', async () => {
    const { soar, content } = await openContent({ uploadTellsVaultId: false })
    try {
      const stored = await content.attachments.upload({ containerId: '1', name: 'x', bytes })
      expect(stored).toMatchObject({ id: '1', vaultId, size: 6 })
    } finally {
      await soar.close()
    }
  })

  it('may tell them at the document of the vault only', async () => {
    const server = await serve(({ path }) => {
      if (path === '/rest/container_attachment') return { json: { succeeded: true, id: 4, message: 'ok' } }
      if (path === '/rest/vault_document/8') return { json: { id: 8, hash: vaultId, size: 6 } }
      return { json: { id: 4, container: 1, name: 'x', vault_document: 8 } }
    })
    const content = createContentApi(callSoar(server))
    expect(await content.attachments.upload({ containerId: '1', name: 'x', bytes })).toMatchObject({ vaultId, size: 6 })
  })
})

describe('an answer about a file', () => {
  afterEach(closeServers)
  const uploading = async (reply: Reply) => {
    const server = await serve(({ method }) => (method === 'POST' ? reply : failed('Requested item not found', 404)))
    const content = createContentApi(callSoar(server))
    return failureOf(content.attachments.upload({ containerId: '1', name: 'x', bytes }))
  }
  const other = createHash('sha1').update('other').digest('hex')

  it.each<[string, Reply, string]>([
    ['another SHA-1', { json: { succeeded: true, id: 1, vault_id: other, size: 6 } }, 'file-mismatch'],
    ['another size', { json: { succeeded: true, id: 1, vault_id: vaultId, size: 5 } }, 'file-mismatch'],
    ['no proof at all', { json: { succeeded: true, id: 1 } }, 'file-mismatch'],
    ['no id', { json: { succeeded: true, vault_id: vaultId } }, 'unclear-answer'],
    ['a refusal with 200', failed('no space', 200), 'refused'],
    ['a page', html(413), 'rejected'],
  ])('with %s is no success', async (_, reply, code) => {
    expect(await uploading(reply)).toMatchObject({ code })
  })

  it('with other bytes blames the file, so that it is not sent for ever', async () => {
    const failure = await uploading({ json: { succeeded: true, id: 1, vault_id: other, size: 6 } })
    expect(failure).toMatchObject({ kind: 'unavailable', effect: 'unknown', status: 200 })
  })

  it.each<[string, Reply, string]>([
    ['a login page', html(200), 'file-mismatch'],
    ['a refusal with 200', failed('Requested item not found', 200), 'not-found'],
    ['an unknown refusal with 200', failed('something', 200), 'refused'],
    ['a refusal of the token', failed('Invalid automation token', 401), 'denied'],
  ])('that is %s is not the file', async (_, reply, code) => {
    const server = await serve(() => reply)
    expect(await failureOf(createContentApi(callSoar(server)).attachments.download(vaultId))).toMatchObject({ code })
  })
})
