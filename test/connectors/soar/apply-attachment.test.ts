import { createSoarConnector, type SoarOptions } from '../../../src/connectors/soar'
import type { AddAttachment } from '../../../src/domain/command'
import { sha256Hex } from '../../../src/domain/ids'
import { markerOf } from '../../../src/domain/marker'
import { BridgeError } from '../../../src/errors'
import { createSystemClock } from '../../../src/system-clock'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { type OpenedSoar, openSoar } from '../../support/soar-sandbox'

const text = 'a,b\n1,ü\n'.repeat(2_000)
const upload = { method: 'POST', path: '/rest/container_attachment', times: 1 }
const ref = { connection: 'jira', ticketId: '10042', attachmentId: '7' }

let soar: OpenedSoar
let command: AddAttachment
let made = 0
beforeAll(async () => {
  soar = await openSoar()
})
beforeEach(async () => {
  await soar.scenario({ name: 'clear' })
  made += 1
  const sourceDataIdentifier = `soarbridge:jira:${made}`
  const container = { name: 'one', label: 'events', source_data_identifier: sourceDataIdentifier }
  const { id } = (await soar.post('/rest/container', container)).body
  command = {
    kind: 'add-attachment',
    containerId: String(id),
    sourceDataIdentifier,
    fileName: `${markerOf('file', String(made))}-raw "data".csv`,
    content: { text },
  }
})
afterAll(() => soar.close())

const connect = (options: Partial<SoarOptions> = {}) =>
  createSoarConnector({
    connection: 'soar',
    url: soar.url,
    auth: { kind: 'token', token: soar.token },
    clock: createSystemClock(),
    ...options,
  })
const files = async () =>
  (await soar.list('/rest/container_attachment', { _filter_container_id: command.containerId, pretty: '' })).body.data

describe('a file for the vault', () => {
  test('is there once, byte by byte, announced before it leaves, and found again', async () => {
    const connector = connect()
    expect(await connector.lookUp(command, trySending())).toEqual({ status: 'missing', what: 'the file' })
    const sending = trySending()
    const { containerId, fileName: sourceDataIdentifier } = command
    const artifacts = [{ sourceDataIdentifier, id: expect.stringMatching(/^\d+$/) }]
    const applied = { containerId, artifacts, refused: [], notes: [] }
    expect(await connector.apply({ ...command, metadata: { origin: 'script' } }, sending)).toEqual(applied)
    expect(sending.announced).toBe(1)
    expect(await files()).toMatchObject([
      {
        name: command.fileName,
        _pretty_metadata: { sha256: sha256Hex(text), origin: 'script', contains: ['vault id'] },
      },
    ])
    expect(await connector.lookUp(command, trySending())).toEqual({ status: 'found', applied })
    for (const isRepeat of [false, true]) {
      const again = trySending(isRepeat)
      expect(await connector.apply(command, again)).toEqual(applied)
      expect(again.announced).toBe(0)
    }
    expect(await files()).toHaveLength(1)
    expect(await connector.findDuplicates(command)).toEqual([])
  })

  test.each([
    [{ name: 'error', status: 503 }, 'missing'],
    [{ name: 'error', status: 502, commit: true }, 'found'],
    [{ name: 'reset-before-commit' }, 'missing'],
    [{ name: 'reset-after-commit' }, 'found'],
    [{ name: 'html' }, undefined],
  ])('is one in all through %j', async (scenario, status) => {
    const connector = connect()
    await soar.scenario({ ...scenario, ...upload })
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({
      kind: 'unavailable',
      effect: 'unknown',
    })
    const looked = await connector.lookUp(command, trySending())
    expect(looked.status).toBe(status ?? looked.status)
    await connector.apply(command, trySending(true))
    expect(await files()).toHaveLength(1)
  })

  test('has no effect where SOAR throttles, and its look-up says nothing where it cannot look', async () => {
    const connector = connect()
    await soar.scenario({ name: 'throttle', ...upload })
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ code: 'throttled', effect: 'none' })
    await soar.scenario({ name: 'error', status: 503 })
    expect(await failureOf(connector.lookUp(command, trySending()))).toMatchObject({ effect: 'none' })
    const sending = trySending(true)
    expect(await failureOf(connector.apply(command, sending))).toMatchObject({ effect: 'none' })
    expect(sending.announced).toBe(0)
  })

  test('is another one where other bytes have its name, and is named where it is there twice', async () => {
    const connector = connect()
    const { containerId, fileName } = command
    const put = (content: string) =>
      soar.post('/rest/container_attachment', {
        container_id: Number(containerId),
        file_name: fileName,
        file_content: Buffer.from(content).toString('base64'),
      })
    await put(text.slice(0, 100))
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'missing' })
    await connector.apply(command, trySending(true))
    expect(await connector.findDuplicates(command)).toEqual([])
    const { id } = (await put(text)).body
    expect(await connector.findDuplicates(command)).toEqual([{ what: 'file', found: String(id), kept: String(id - 1) }])
  })

  test.each([
    [{ containerId: '4711' }, 'container-gone'],
    [{ sourceDataIdentifier: 'soarbridge:jira:other' }, 'container-mismatch'],
    [{ content: { text: 'x'.repeat(23_900_001) } }, 'file-too-large'],
  ])('is refused before anything is sent: %#', async (changes, code) => {
    const sending = trySending()
    const refused = { kind: 'rejected', code, effect: 'none' }
    expect(await failureOf(connect().apply({ ...command, ...changes }, sending))).toMatchObject(refused)
    expect(sending.announced).toBe(0)
  })
})

describe('a file of a ticket', () => {
  const bytes = Buffer.from([0, 255, 1])
  const fromTicket = (): AddAttachment => ({ ...command, content: { ticketAttachment: ref }, sha256: sha256Hex(bytes) })

  test('is read when it is sent, and not when it is there already', async () => {
    const asked: unknown[] = []
    const connector = connect({
      readFile: async file => {
        asked.push(file)
        return { bytes }
      },
    })
    await connector.apply(fromTicket(), trySending())
    await connector.apply(fromTicket(), trySending(true))
    expect(asked).toEqual([ref])
    expect(await files()).toMatchObject([{ _pretty_metadata: { sha256: sha256Hex(bytes) } }])
    expect(await connector.lookUp(fromTicket(), trySending())).toMatchObject({ status: 'found' })
    const other = { ...fromTicket(), sha256: sha256Hex('other') }
    expect(await connector.lookUp(other, trySending())).toMatchObject({ status: 'missing' })
  })

  test('is refused where nothing reads files', async () => {
    const refused = { kind: 'rejected', code: 'file-unreadable', effect: 'none' }
    expect(await failureOf(connect().apply(fromTicket(), trySending()))).toMatchObject(refused)
  })

  test.each([
    [new BridgeError('rejected', 'x', { code: 'not-found' }), 'rejected', 'file-unreadable'],
    [new BridgeError('rejected', 'x', { code: 'file-too-large' }), 'rejected', 'file-too-large'],
    [new BridgeError('denied', 'x', { code: 'login-refused' }), 'unavailable', 'file-unreadable'],
    [
      new BridgeError('unavailable', 'x', { code: 'throttled', status: 429, retryAt: 5 }),
      'unavailable',
      'file-unreadable',
    ],
  ])('that cannot be read blames neither SOAR nor its container: %s', async (error, kind, code) => {
    const connector = connect({ readFile: async () => Promise.reject(error) })
    const failure = await failureOf(connector.apply(fromTicket(), trySending()))
    expect(failure).toMatchObject({ kind, code, effect: 'none' })
    expect(failure.status).toBeUndefined()
    expect(await files()).toEqual([])
  })
})
