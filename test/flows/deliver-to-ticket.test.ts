import type { CommandTaker, TicketApplied } from '../../src/connectors/connector'
import type { Command } from '../../src/domain/command'
import { BridgeError } from '../../src/errors'
import { buildJob, buildLink } from '../builders/rows'
import { buildStatusComment, buildWorkNote } from '../builders/ticket-commands'
import { type DeliveryDesk, openDeliveryDesk, settleMs } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore
let desk: DeliveryDesk
let asked: string[]
let commands: Command[]
let applyAs: () => Promise<TicketApplied>

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store, { containerId: '7', state: 'linked' })
  asked = []
  commands = []
  applyAs = async () => ({ id: '31', notes: ['Jira holds this comment more than once: 32'] })
  const jira: CommandTaker = {
    apply: async (command, sending) => {
      asked.push(`apply ${command.kind}`)
      commands.push(command)
      await sending.beforeWrite()
      return applyAs()
    },
    lookUp: async command => {
      asked.push(`look up ${command.kind}`)
      commands.push(command)
      return { status: 'found', applied: { id: '31', notes: [] } }
    },
    findDuplicates: async () => [],
  }
  desk.parts.connectorOf = name => {
    asked.push(name)
    return jira
  }
})
afterAll(() => store.close())

const storeJob = (command: Command = buildStatusComment()) =>
  desk.store(buildJob({ connection: 'jira', target: 'jira/10042', command }))
const commentIds = () => commands.map(command => ('commentId' in command ? command.commentId : undefined))

test('a job towards a ticket goes to its own connection, is confirmed with notes, and leaves the link as it was', async () => {
  const { id } = await storeJob(buildWorkNote())
  const held: string[] = []
  const { withTarget } = desk.parts
  desk.parts.withTarget = (target, work) => {
    held.push(target)
    return withTarget(target, work)
  }
  await desk.deliver()
  expect(await desk.job(id)).toMatchObject({ state: 'confirmed', reason: 'Jira holds this comment more than once: 32' })
  expect(asked).toEqual(['jira', 'apply add-work-note'])
  expect(held).toEqual(['jira/10042'])
  expect(await desk.link()).toEqual(buildLink({ containerId: '7', state: 'linked' }))
})

test('one whose answer was lost is looked up there, and not sent again', async () => {
  const { id } = await storeJob()
  applyAs = () =>
    Promise.reject(new BridgeError('unavailable', 'reset', { code: 'connection-reset', effect: 'unknown' }))
  await desk.deliver()
  expect(await desk.job(id)).toMatchObject({ state: 'unknown' })
  desk.clock.advance(settleMs)
  await desk.deliver()
  expect(await desk.job(id)).toMatchObject({ state: 'confirmed' })
  expect(asked.filter(one => one.startsWith('apply'))).toHaveLength(1)
})

test('one that its system refuses dies, and is told to nobody but its own connection', async () => {
  const { id } = await storeJob()
  applyAs = () => Promise.reject(new BridgeError('rejected', 'no such ticket', { code: 'not-found', effect: 'none' }))
  await desk.deliver()
  expect(await desk.job(id)).toMatchObject({ state: 'dead', reason: 'no such ticket' })
  expect(await desk.link()).toMatchObject({ state: 'linked', containerId: '7' })
})

test('the next edit of the status comment names its id, also where only a look-up told it', async () => {
  await storeJob()
  await desk.deliver()
  expect(await desk.link()).toMatchObject({ base: { statusCommentId: '31' }, revision: 2 })
  applyAs = () =>
    Promise.reject(new BridgeError('unavailable', 'reset', { code: 'connection-reset', effect: 'unknown' }))
  await storeJob()
  await desk.deliver()
  desk.clock.advance(settleMs)
  await desk.deliver()
  expect(commentIds()).toEqual([null, '31', '31'])
  expect(await desk.link()).toMatchObject({ revision: 2 })
})

test('a comment that had to be made anew is the one from then on', async () => {
  await storeJob()
  await desk.deliver()
  applyAs = async () => ({ id: '44', notes: [] })
  await storeJob()
  await desk.deliver()
  await storeJob()
  await desk.deliver()
  expect(commentIds()).toEqual([null, '31', '44'])
})
