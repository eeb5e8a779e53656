import type { ReadFile, Sending } from '../../../../src/connectors/connector'
import { createSoarShare, type SoarShare } from '../../../../src/connectors/soar/share/share'
import type { AttachFile, UpdateTicket, UpsertComment } from '../../../../src/domain/command'
import type { JsonObject } from '../../../../src/domain/json'
import { createManualClock } from '../../../support/manual-clock'
import { type OpenedSoar, openSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
let share: SoarShare
let id: string
let file: ReadFile | null
const sending: Sending = { beforeWrite: async () => {}, isRepeat: false, record: () => {} }
const container = { label: 'events', severity: 'low', status: 'new', sensitivity: 'green', tags: ['mine'] }

beforeAll(async () => {
  soar = await openSoar()
  const auth = { kind: 'token', token: soar.token } as const
  const home = { connection: 'share', from: 'west', closeReasonField: null, readFile: async () => file }
  share = createSoarShare({ ...home, url: soar.url, auth, clock: createManualClock() })
})
beforeEach(async () => {
  file = { fileName: 'mail.eml', mimeType: null, bytes: Buffer.from('From: eve') }
  id = String((await soar.post('/rest/container', { name: 'Beacon', ...container })).body.id)
})
afterAll(() => soar.close())

const readHome = async () => (await soar.get(`/rest/container/${id}`)).body
const update = (changes: Partial<UpdateTicket>): UpdateTicket => ({
  kind: 'update-ticket',
  ticket: { id },
  set: {},
  lists: {},
  status: null,
  ...changes,
})
const comment = (changes: Partial<UpsertComment> = {}): UpsertComment => ({
  kind: 'upsert-comment',
  ticket: { id },
  marker: '0123456789abcdef0123456789',
  commentId: null,
  text: '[soarbridge] Note from SOAR by ana\n\nVerdict\n\nA lure.',
  audience: 'internal',
  ...changes,
})
const effectsOf = async (work: () => Promise<unknown>) => {
  const before = (await soar.effects()).length
  await work()
  return (await soar.effects()).slice(before)
}
const missing = { kind: 'rejected', code: 'not-found' }

describe('a container as a ticket', () => {
  test('is read with its fields, key and address', async () => {
    expect(await share.readTicket({ id })).toMatchObject({
      kind: 'ticket-state',
      key: `west#${id}`,
      url: `${soar.url}/mission/${id}`,
      fields: { name: 'Beacon', severity: 'low', status: 'new', sensitivity: 'green', tags: ['mine'] },
      complete: true,
    })
    expect(await share.readTicket({ id: '99999' })).toBeNull()
  })

  test('tells what it holds: artifacts, notes and comments, and nothing of others', async () => {
    const other = (await soar.post('/rest/container', { name: 'Other', label: 'events' })).body.id
    for (const container_id of [Number(id), other]) {
      await soar.post('/rest/artifact', { container_id, name: 'Sender', label: 'event', cef: { sourceAddress: '::1' } })
      await soar.post('/rest/note', { container_id, title: 'Verdict', content: 'A lure.' })
      await soar.post('/rest/container_comment', { container_id, comment: 'Seen.' })
    }
    const told = await share.readContent(id)
    expect(told.map(({ kind, containerId }) => [kind, containerId])).toEqual([
      ['artifact', id],
      ['note', id],
      ['note', id],
    ])
    const changes = told.flatMap(change => share.normalize(change as unknown as JsonObject, 0).changes)
    expect(changes).toEqual([
      expect.objectContaining({ kind: 'artifact', name: 'Sender', cef: { sourceAddress: '::1' } }),
      expect.objectContaining({ kind: 'comment', body: 'Verdict\n\nA lure.' }),
      expect.objectContaining({ kind: 'comment', body: 'Seen.' }),
    ])
  })

  test('names its lane by its id', () => {
    const payload = { kind: 'note', containerId: '7' }
    expect(share.identify(payload)).toEqual({ isAboutTicket: true, ticketId: '7', event: 'soar:note' })
  })

  test('takes no webhook', () => {
    const { signature, secret, basic } = share.webhook
    expect([signature('sha256=', Buffer.from('')), secret(''), basic('', '')]).toEqual([false, false, false])
  })
})

describe('what a copy changed', () => {
  const wish = update({
    set: { severity: 'high' },
    status: { to: ['closed'], fields: {} },
    lists: { tags: { add: ['theirs'], remove: [] } },
  })
  const wishOf = () => ({ ...wish, ticket: { id } })

  test('is written in one request, and not again', async () => {
    expect(await share.lookUp(wishOf(), sending)).toEqual({
      status: 'missing',
      what: 'fields: severity, status, tags',
    })
    expect(await effectsOf(() => share.apply(wishOf(), sending))).toEqual(['container.updated'])
    expect(await readHome()).toMatchObject({ severity: 'high', status: 'closed', tags: ['mine', 'theirs'] })
    expect(await effectsOf(() => share.apply(wishOf(), sending))).toEqual([])
    expect(await share.lookUp(wishOf(), sending)).toEqual({ status: 'found', applied: { id, notes: [] } })
    expect(await share.findDuplicates(wishOf())).toEqual([])
  })

  test('leaves a status that will do, and tells of an owner whom nobody knows', async () => {
    const { notes } = await share.apply(
      update({ set: { owner: 'nobody' }, status: { to: ['open', 'new'], fields: {} } }),
      sending,
    )
    expect(notes).toEqual(['owner: SOAR has no such user'])
    expect(await readHome()).toMatchObject({ status: 'new' })
  })

  test('takes what is no field of a container for a custom one', async () => {
    await share.apply(update({ set: { region: 'east' } }), sending)
    expect((await readHome()).custom_fields).toEqual({ region: 'east' })
  })

  test('is refused where the container is gone', async () => {
    const gone = update({ ticket: { id: '99999' }, set: { severity: 'high' } })
    await expect(share.apply(gone, sending)).rejects.toMatchObject(missing)
    expect(await share.lookUp(gone, sending)).toEqual({ status: 'missing', what: 'the container' })
    await expect(share.apply(comment({ ticket: { id: '99999' } }), sending)).rejects.toMatchObject(missing)
  })
})

describe('what is said to a container', () => {
  test('is one note whose title and text are read as what was said', async () => {
    expect(await share.lookUp(comment(), sending)).toEqual({ status: 'missing', what: 'the note' })
    const applied = await share.apply(comment(), sending)
    expect(await effectsOf(() => share.apply(comment(), sending))).toEqual([])
    expect(await share.lookUp(comment(), sending)).toEqual({ status: 'found', applied })
    const [told] = await share.readContent(id)
    const [change] = share.normalize(told as unknown as JsonObject, 0).changes
    expect(change).toMatchObject({ kind: 'comment', id: applied.id })
    const words = (text: unknown) => String(text).replace(/[^A-Za-z]+/g, ' ')
    expect(words(change?.kind === 'comment' && change.body)).toBe(words(comment().text))
  })

  test('is changed by its id', async () => {
    const { id: commentId } = await share.apply(comment(), sending)
    const changed = comment({ commentId, text: 'Verdict\n\nNo lure.' })
    expect(await effectsOf(() => share.apply(changed, sending))).toEqual(['note.updated'])
    expect(await share.findDuplicates(changed)).toEqual([])
  })

  test.each([
    ['one line', 'Seen.'],
    ['a long first line', `${'word '.repeat(60)}\n\nend`],
    ['a long word', 'x'.repeat(400)],
  ])('keeps all of %s', async (_title, text) => {
    await share.apply(comment({ text }), sending)
    const [told] = await share.readContent(id)
    const [change] = share.normalize(told as unknown as JsonObject, 0).changes
    const letters = (said: unknown) => String(said).replace(/[^A-Za-z]+/g, '')
    expect(letters(change?.kind === 'comment' && change.body)).toBe(letters(text))
  })

  test('is refused where only a ticketing system takes it', async () => {
    const link = { globalId: 'g', url: 'u', title: 't', summary: 's', isResolved: false }
    const command = { kind: 'put-remote-link', ticket: { id }, ...link } as const
    await expect(share.apply(command, sending)).rejects.toMatchObject({ code: 'unknown-command' })
  })
})

describe('a file of a copy', () => {
  const command = (changes: Partial<AttachFile> = {}): AttachFile => ({
    kind: 'attach-file',
    ticket: { id },
    marker: '0123456789abcdef0123456789',
    fileName: '../mail/of eve.eml',
    content: { soarConnection: 'east', attachmentId: '31' },
    sha256: null,
    audience: 'internal',
    ...changes,
  })

  test('is put into the vault once, under a name that is no path, and read again as it was', async () => {
    expect(await share.lookUp(command(), sending)).toEqual({ status: 'missing', what: 'the file' })
    const applied = await share.apply(command(), sending)
    expect(await effectsOf(() => share.apply(command(), sending))).toEqual([])
    expect(await share.lookUp(command(), sending)).toEqual({ status: 'found', applied })
    expect(await share.findDuplicates(command())).toEqual([])
    const told = await share.readContent(id)
    const fileName = '0123456789abcdef0123456789-.._mail_of eve.eml'
    expect(told).toEqual([expect.objectContaining({ kind: 'file', id: applied.id, fileName, size: 9 })])
    const [change] = share.normalize(told[0] as unknown as JsonObject, 0).changes
    expect(change).toMatchObject({ kind: 'attachment', id: applied.id, fileName, sha256: expect.any(String) })
    const read = await share.readAttachment({ id }, { id: applied.id, mostBytes: 9 })
    expect(read?.bytes.toString()).toBe('From: eve')
    const tooLarge = share.readAttachment({ id }, { id: applied.id, mostBytes: 8 })
    await expect(tooLarge).rejects.toMatchObject({ code: 'file-too-large' })
  })

  test('that is there twice is told', async () => {
    const { id: kept } = await share.apply(command(), sending)
    const file_content = Buffer.from('From: eve').toString('base64')
    const copied = { container_id: Number(id), file_name: '0123456789abcdef0123456789-mail.eml', file_content }
    const found = String((await soar.post('/rest/container_attachment', copied)).body.id)
    expect(await share.findDuplicates(command())).toEqual([{ what: 'file', found, kept }])
  })

  test('is refused where it is gone, is another one by now, or its container is gone', async () => {
    await expect(share.apply(command({ ticket: { id: '99999' } }), sending)).rejects.toMatchObject(missing)
    const other = share.apply(command({ sha256: '0'.repeat(64) }), sending)
    await expect(other).rejects.toMatchObject({ code: 'file-mismatch' })
    file = null
    await expect(share.apply(command(), sending)).rejects.toMatchObject({ code: 'file-gone' })
  })
})
