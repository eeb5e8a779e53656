import { BridgeError } from '../../src/errors'
import { settleField } from '../../src/flows/settle-field'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

const rules = (policies = '{ direction: both, conflict: latest }') => `
fields:
  severity: ${policies}
  status: { direction: both, conflict: latest }
container:
  name: '{ticket.key}: {summary}'
  severity:
    - { when: { field: priority, in: [High, Highest] }, use: high }
    - { when: { field: priority, equals: Medium }, use: medium }
    - { use: low }
  status:
    - { when: { field: status, equals: Done }, use: closed }
    - { use: open }
toTicket:
  severity:
    - { field: priority, values: { high: High, medium: Medium, low: Low } }
  status:
    - { soar: closed, to: [Done], closes: true }
    - { soar: triage, to: [In Progress] }
    - { soar: open, to: [To Do] }
`

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  pair = await openRoundTripDesk(store, rules())
  await pair.editTicket({})
  await pair.editContainer({})
  await pair.settle()
  pair.asked.length = 0
})
afterAll(() => store.close())

/** The ticket's system takes no write at first, and then any; it shows us nothing newer than we heard. */
function makeBusyOnce({ desk: { parts }, ticket }: RoundTripDesk): void {
  const { connectorOf } = parts
  const busy = [new BridgeError('unavailable', 'too many requests', { code: 'throttled', effect: 'none' })]
  parts.connectorOf = name => {
    const taker = connectorOf(name)
    if (name === 'soar') return taker
    const apply: typeof taker.apply = async (command, sending) => {
      sending.compare?.({ kind: 'ticket-state', version: { at: 0 }, fields: { ...ticket }, complete: true })
      const refusal = busy.shift()
      if (refusal === undefined) return taker.apply(command, sending)
      await sending.beforeWrite()
      throw refusal
    }
    return { ...taker, apply }
  }
}

const kinds = () => pair.asked.map(({ kind }) => kind)
const writes = () =>
  store
    .rows<{ side: string; value: string; cause: string }>(
      "select side, value, cause from field_writes where field = 'severity' order by id",
    )
    .map(({ side, value, cause }) => `${cause} ${side} ${value}`)

describe('a field that both sides change', () => {
  test('goes from SOAR to the ticket, once, and is quiet after', async () => {
    await pair.editContainer({ severity: 'high' })
    await pair.settle()
    expect(pair.ticket.priority).toBe('High')
    await pair.editTicket({})
    await pair.editContainer({})
    await pair.settle()
    expect(kinds()).toEqual(['update-ticket'])
    expect((await pair.link()).base.fields.severity).toBe('high')
  })

  test('goes from the ticket to SOAR, once, and is quiet after', async () => {
    await pair.editTicket({ priority: 'High' })
    await pair.settle()
    expect(pair.container.severity).toBe('high')
    await pair.editContainer({})
    await pair.editTicket({})
    await pair.settle()
    expect(kinds()).toEqual(['update-container'])
  })

  test('is decided anew where the ticket was edited while a write to it waited for its second try', async () => {
    makeBusyOnce(pair)
    await pair.editContainer({ severity: 'high' })
    await pair.work()
    await pair.editTicket({ priority: 'Medium' })
    pair.desk.clock.advance(60_000)
    await pair.settle()
    expect([pair.ticket.priority, pair.container.severity]).toEqual(['Medium', 'medium'])
    expect(kinds()).toEqual(['update-container'])
  })

  test('changed on both sides at once takes the later change', async () => {
    await pair.editTicket({ priority: 'High' })
    await pair.editContainer({ severity: 'medium' })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.severity]).toEqual(['Medium', 'medium'])
    expect(kinds()).toEqual(['update-ticket'])
  })

  test('changed to the same on both sides is agreed, and nothing is written', async () => {
    await pair.editTicket({ priority: 'High' })
    await pair.editContainer({ severity: 'high' })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.severity]).toEqual(['High', 'high'])
    expect(kinds()).toEqual([])
    expect((await pair.link()).base.fields.severity).toBe('high')
  })

  test('stays where a person put it back right after the bridge wrote it', async () => {
    await pair.editContainer({ severity: 'high' })
    await pair.settle()
    await pair.editTicket({ priority: 'Low' })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.severity]).toEqual(['Low', 'low'])
    expect(kinds()).toEqual(['update-ticket', 'update-container'])
  })

  test('is not taken back by what was read before the bridge wrote', async () => {
    const before = { ...pair.container }
    await pair.editTicket({ priority: 'High' })
    const readAt = pair.desk.clock.now()
    await pair.settle()
    Object.assign(pair.container, before, { name: 'Renamed meanwhile' })
    const clock = pair.digestParts.now
    pair.digestParts.now = () => readAt
    await pair.editContainer({})
    pair.digestParts.now = clock
    await pair.settle()
    expect(pair.ticket.priority).toBe('High')
    expect(kinds()).toEqual(['update-container'])
  })

  test('whose word the ticket does not have is at rest in the word that it has', async () => {
    await pair.editContainer({ status: 'triage' })
    await pair.settle()
    await pair.editTicket({ summary: 'Beacon again' })
    await pair.settle()
    expect([pair.ticket.status, pair.container.status]).toEqual(['In Progress', 'triage'])
    expect(kinds()).toEqual(['update-ticket', 'update-container'])
    expect(pair.asked[1]).toMatchObject({ set: { name: 'SEC-1: Beacon again' } })
  })

  test('tells who wrote which value where', async () => {
    await pair.editContainer({ severity: 'high' })
    await pair.settle()
    expect(writes()).toEqual(['person soar "high"', 'bridge ticket "high"'])
  })
})

test('tags of SOAR that the ticket was not told of yet are not taken for removed', async () => {
  const ofTags =
    'container: { tags: [{ from: labels }] }\nfields: { tags: { direction: both } }\ntoTicket: { tags: [{ field: labels }] }'
  pair = await openRoundTripDesk(store, ofTags)
  await pair.editTicket({ labels: [] })
  await pair.editContainer({ tags: [] })
  await pair.settle()
  pair.asked.length = 0
  await pair.editTicket({ labels: ['mail'] })
  await pair.editContainer({ tags: ['host'] })
  await pair.work()
  // Something else is heard before the ticket is told.
  await pair.editTicket({ summary: 'Beacon again' })
  await pair.settle()
  expect([pair.ticket.labels, pair.container.tags]).toEqual([
    ['mail', 'host'],
    ['host', 'mail'],
  ])
  expect(pair.asked.filter(one => one.kind === 'update-container').flatMap(({ tags }) => tags.remove)).toEqual([])
})

describe('a field under hold', () => {
  beforeEach(async () => {
    pair = await openRoundTripDesk(store, rules('{ direction: both, conflict: hold }'))
    await pair.editTicket({ priority: 'High' })
    await pair.editContainer({ severity: 'medium' })
    await pair.settle()
  })

  test('stays different on both sides, and says so', async () => {
    expect([pair.ticket.priority, pair.container.severity]).toEqual(['High', 'medium'])
    expect((await pair.link()).container.holds).toMatchObject({
      severity: { reason: expect.stringContaining('people') },
    })
  })

  test.each([
    ['ticket', 'High', 'high'],
    ['soar', 'Medium', 'medium'],
  ] as const)('takes the value of the %s where an operator says so', async (take, priority, severity) => {
    const parts = {
      db: store.db,
      record: async (_: unknown, change: Parameters<typeof store.db.write>[0]) => store.db.write(change),
      wake: () => {},
      newId: pair.desk.parts.newId,
      now: pair.desk.clock.now,
    }
    const by = { id: 'ana', visible: null }
    await settleField(parts, { linkId: 'link-1', field: 'severity', take }, by)
    await pair.settle()
    expect([pair.ticket.priority, pair.container.severity]).toEqual([priority, severity])
    expect((await pair.link()).container.holds).toEqual({})
    for (const field of ['severity', 'constructor']) {
      const again = settleField(parts, { linkId: 'link-1', field, take }, by)
      await expect(again).rejects.toMatchObject({ code: 'field-not-held' })
    }
  })
})

test('a field that two automations play ping-pong with is held, and written to no more', async () => {
  await pair.editContainer({ severity: 'high' })
  await pair.settle()
  for (let round = 0; round < 6; round += 1) {
    await pair.editTicket({ priority: 'Low' })
    await pair.settle()
    await pair.editContainer({ severity: 'high' })
    await pair.settle()
  }
  expect((await pair.link()).container.holds.severity?.reason).toContain('to and fro')
  const before = pair.asked.length
  await pair.editTicket({ priority: 'Low' })
  await pair.settle()
  expect(pair.asked).toHaveLength(before)
})

test('tags that both sides added at once stay on both, also where one side is heard of before the other is told', async () => {
  pair = await openRoundTripDesk(
    store,
    `${rules().replace('toTicket:', 'toTicket:\n  tags: [{ field: labels }]').replace('fields:', 'fields:\n  tags: { direction: both }')}`,
  )
  await pair.editTicket({ labels: [] })
  await pair.editContainer({})
  await pair.settle()
  await pair.editTicket({ labels: ['proxy'] })
  await pair.editContainer({ tags: ['hunt'] })
  await pair.work()
  expect(pair.container.tags).toEqual(['hunt', 'proxy'])
  await pair.editContainer({})
  await pair.settle()
  await pair.editTicket({})
  await pair.settle()
  expect([pair.container.tags, pair.ticket.labels]).toEqual([
    ['hunt', 'proxy'],
    ['proxy', 'hunt'],
  ])
})

test('texts that both sides added stand in both, also where a delivery comes between the two writes', async () => {
  const texts = await openQuietPair(
    store,
    `
fields:
  description: { direction: both, conflict: append }
container:
  description: '{description}'
toTicket:
  description:
    - { field: description }
`,
  )
  await texts.editTicket({ description: 'Beacon.' })
  await texts.settle()
  await texts.editContainer({ description: 'Beacon.' })
  await texts.settle()
  await texts.editTicket({ description: 'Beacon. Seen twice.' })
  await texts.editContainer({ description: 'Beacon. Blocked.' })
  await texts.work()
  await texts.editTicket({ summary: 'Beacon again' })
  await texts.settle()
  for (const { description } of [texts.ticket, texts.container]) {
    expect(description).toContain('Seen twice.')
    expect(description).toContain('Blocked.')
  }
})
