import type { CommandTaker, TicketApplied } from '../../src/connectors/connector'
import { BridgeError } from '../../src/errors'
import { buildJob, buildLink } from '../builders/rows'
import { buildStatusComment } from '../builders/ticket-commands'
import { type DeliveryDesk, openDeliveryDesk, settleMs } from '../support/delivery-desk'
import { type OpenedStore, openStore } from '../support/open-store'

let store: OpenedStore
let desk: DeliveryDesk
let asked: string[]
let applyAs: () => Promise<TicketApplied>

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  desk = await openDeliveryDesk(store, { containerId: '7', state: 'linked' })
  asked = []
  applyAs = async () => ({ id: '31', notes: ['Jira holds this comment more than once: 32'] })
  const jira: CommandTaker = {
    apply: async (command, sending) => {
      asked.push(`apply ${command.kind}`)
      await sending.beforeWrite()
      return applyAs()
    },
    lookUp: async command => {
      asked.push(`look up ${command.kind}`)
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

const storeJob = () => desk.store(buildJob({ connection: 'jira', target: 'jira/10042', command: buildStatusComment() }))

test('a job towards a ticket goes to its own connection, is confirmed with notes, and leaves the link as it was', async () => {
  const { id } = await storeJob()
  const held: string[] = []
  const { withTarget } = desk.parts
  desk.parts.withTarget = (target, work) => {
    held.push(target)
    return withTarget(target, work)
  }
  await desk.deliver()
  expect(await desk.job(id)).toMatchObject({ state: 'confirmed', reason: 'Jira holds this comment more than once: 32' })
  expect(asked).toEqual(['jira', 'apply upsert-status-comment'])
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
