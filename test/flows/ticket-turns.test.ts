import type { UpdateContainer } from '../../src/domain/command'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

const statuses =
  'container: { status: [{ when: { field: status, equals: Done }, use: resolved }, { use: open }] }\n' +
  'toTicket: { status: [{ soar: resolved, to: [Done], closes: true }, { soar: open, to: [To Do] }] }\n'

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function open(rules: string): Promise<void> {
  pair = await openRoundTripDesk(store, statuses + rules)
  await pair.editTicket({})
  await pair.settle()
  pair.asked.length = 0
}
const updates = () => pair.asked.filter((command): command is UpdateContainer => command.kind === 'update-container')

async function setStatus(status: string): Promise<void> {
  await pair.editTicket({ status })
  await pair.settle()
}

describe('a ticket that opens again', () => {
  test.each(['to-soar', 'both'])('opens its container again, unless the rules say otherwise (%s)', async direction => {
    await open(`fields: { status: { direction: ${direction} } }`)
    await setStatus('Done')
    expect(pair.container.status).toBe('resolved')
    await setStatus('To Do')
    expect(pair.container.status).toBe('open')
  })

  test.each(['to-soar', 'both'])('leaves its container closed where the rules say so (%s)', async direction => {
    await open(`reopen: ignore\nfields: { status: { direction: ${direction} } }`)
    await setStatus('Done')
    await setStatus('To Do')
    expect(pair.container.status).toBe('resolved')
    expect(pair.ticket.status).toBe('To Do')
    await setStatus('Done')
    expect(pair.container.status).toBe('resolved')
  })

  test('is closed by its container all the same', async () => {
    await open('reopen: ignore\nfields: { status: { direction: both } }')
    await pair.editContainer({ status: 'open' })
    await pair.settle()
    await pair.editContainer({ status: 'resolved' })
    await pair.settle()
    expect(pair.ticket.status).toBe('Done')
  })
})

describe('the deletion of a ticket', () => {
  const remove = async () => {
    pair.desk.clock.advance(1000)
    await pair.hearTicket({ kind: 'ticket-deleted', version: { at: pair.desk.clock.now() } })
    await pair.settle()
  }

  test.each([
    ['deleted: close', 'resolved', ['ticket-deleted']],
    ['deleted: close\nclosed: [done]', 'done', ['ticket-deleted']],
    ['deleted: leave', 'open', []],
    ['deleted: tag', 'open', ['ticket-deleted']],
  ])('by the rule "%s" leaves the container %s with the tags %j', async (rule, status, tags) => {
    await open(rule)
    await remove()
    const set = Object.assign({}, ...updates().map(update => update.set)) as UpdateContainer['set']
    expect(set.status ?? 'open').toBe(status)
    expect(updates().flatMap(update => update.tags.add)).toEqual(tags)
  })
})

test('a ticket that moves keeps its container, whose name and ticket artifact follow, as does its link', async () => {
  await open('results: { link: true }')
  await pair.editContainer({ severity: 'high' })
  await pair.settle()
  pair.asked.length = 0
  pair.desk.clock.advance(1000)
  const at = pair.desk.clock.now()
  const moved = { key: 'OPS-7', url: 'https://jira.example/browse/OPS-7', collection: 'OPS' }
  const fields = { ...pair.ticket, priority: 'High' }
  await pair.hearTicket({ kind: 'ticket-state', version: { at }, ...moved, fields, complete: true })
  await pair.settle()
  const [update, ...more] = updates()
  expect(more).toEqual([])
  expect(update).toMatchObject({
    containerId: '7',
    sourceDataIdentifier: 'soarbridge:jira:10042',
    set: { name: expect.stringContaining('OPS-7') },
    ticketArtifact: { artifact: { cef: { ticketKey: 'OPS-7', ticketUrl: moved.url, ticketCollection: 'OPS' } } },
  })
  expect(await pair.link()).toMatchObject({ ticketKey: 'OPS-7', ticketId: '10042', collection: 'OPS' })
  await pair.editContainer({ severity: 'low' })
  await pair.settle()
  expect(pair.asked.find(({ kind }) => kind === 'put-remote-link')).toMatchObject({
    ticket: { id: '10042', collection: 'OPS' },
    globalId: 'system=soar&instance=soar&container=7',
  })
})
