import type { AddAttachment, AttachFile } from '../../src/domain/command'
import type { FileChange } from '../../src/domain/container-change'
import type { AttachmentChange } from '../../src/domain/ticket'
import { buildAttachment, buildFile } from '../builders/changes'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, type RoundTripDesk } from '../support/round-trip-desk'

interface TwinRow {
  ticket_side: string
  soar_side: string
}

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function open(rules: string): Promise<void> {
  pair = await openQuietPair(store, rules)
}

const attachment = (changes?: Partial<AttachmentChange>) => buildAttachment(pair.desk.clock.now(), changes)
const file = (changes?: Partial<FileChange>) => buildFile(pair.desk.clock.now(), changes)
const uploaded = () => pair.asked.filter((command): command is AddAttachment => command.kind === 'add-attachment')
const attached = () => pair.asked.filter((command): command is AttachFile => command.kind === 'attach-file')

describe('a file of the ticket', () => {
  beforeEach(() => open('files: { direction: both, maxMegabytes: 1 }'))

  test('goes to the vault once, however often it is told, and never comes back', async () => {
    await pair.hearTicket(attachment())
    await pair.settle()
    await pair.hearTicket(attachment(), attachment({ version: { at: pair.desk.clock.now() + 5 } }))
    await pair.settle()
    const [command, ...more] = uploaded()
    expect(more).toEqual([])
    expect(command).toMatchObject({
      fileName: expect.stringMatching(/^[0-9a-f]{26}-mail\.eml$/),
      content: { ticketAttachment: { connection: 'jira', ticketId: '10042', attachmentId: '31' } },
    })
    const twins = store.rows("select ticket_side, soar_side, origin from twins where kind = 'file'") as TwinRow[]
    expect(twins).toMatchObject([{ ticket_side: '31', origin: 'ticket' }])
    await pair.hearSoar(file({ id: String(twins[0]?.soar_side), fileName: String(command?.fileName) }))
    await pair.settle()
    expect(attached()).toEqual([])
  })

  test('does not come back either where the vault tells of it before its upload was answered', async () => {
    await pair.hearTicket(attachment())
    const apply = pair.desk.parts.connectorOf('soar').apply
    const { connectorOf } = pair.desk.parts
    pair.desk.parts.connectorOf = name => ({
      ...connectorOf(name),
      apply: async (command, sending) => {
        const applied = await apply(command, sending)
        if (command.kind === 'add-attachment') await pair.hearSoar(file({ id: '77', fileName: command.fileName }))
        throw new Error(`the answer was lost: ${JSON.stringify(applied).length}`)
      },
      lookUp: async () => ({ status: 'missing', what: 'the file' }),
    })
    await expect(pair.work()).rejects.toThrow('the answer was lost')
    await pair.work()
    expect(uploaded()).toHaveLength(1)
    expect(attached()).toEqual([])
    expect(store.rows("select kind from jobs where kind = 'attach-file'")).toEqual([])
  })

  test('that is gone before it was sent is not looked for', async () => {
    await pair.hearTicket(attachment())
    pair.desk.clock.advance(1000)
    await pair.hearTicket(attachment({ deleted: true, version: { at: pair.desk.clock.now() } }))
    await pair.settle()
    expect(uploaded()).toEqual([])
  })

  test('that is too large stays, and the timeline says why', async () => {
    await pair.hearTicket(attachment({ size: 1_000_001 }))
    await pair.settle()
    expect(uploaded()).toEqual([])
    expect(JSON.stringify(store.rows('select decisions from changes'))).toContain('files.maxMegabytes')
  })

  test('is not uploaded where it came from the vault', async () => {
    await pair.hearSoar(file())
    pair.desk.clock.advance(10)
    await pair.work()
    const [command] = attached()
    expect(command).toBeDefined()
    const [twin] = store.rows("select ticket_side from twins where kind = 'file'") as TwinRow[]
    await pair.hearTicket(attachment({ id: String(twin?.ticket_side), fileName: `${command?.marker}-report.pdf` }))
    await pair.settle()
    expect(uploaded()).toEqual([])
  })

  test('is not uploaded where the webhook of our own attaching comes before its answer', async () => {
    await pair.hearSoar(file())
    const { connectorOf } = pair.desk.parts
    pair.desk.parts.connectorOf = name => ({
      ...connectorOf(name),
      apply: async (command, sending) => {
        await sending.beforeWrite()
        const marker = 'marker' in command ? String(command.marker) : ''
        await pair.hearTicket(attachment({ id: '99', fileName: `${marker}-report.pdf` }))
        throw new Error('the answer was lost')
      },
      lookUp: async () => ({ status: 'missing', what: 'the file' }),
    })
    await expect(pair.work()).rejects.toThrow('the answer was lost')
    await pair.work()
    expect(store.rows("select kind from jobs where kind = 'add-attachment'")).toEqual([])
  })
})

test('files of a ticket stay where the rules do not let them in', async () => {
  await open('files: { direction: to-ticket }')
  await pair.hearTicket(attachment())
  await pair.settle()
  expect(uploaded()).toEqual([])
})
