import type { ContainerStateChange } from '../../src/domain/container-change'
import { BridgeError } from '../../src/errors'
import { type ReconcileAsked, type ReconcileParts, reconcile } from '../../src/flows/reconcile'
import { digestLane } from '../../src/flows/ticket-to-soar'
import { insertTwin } from '../../src/store/twins'
import { buildJob } from '../builders/rows'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk, startFields } from '../support/round-trip-desk'

const rules = `
fields:
  severity: { direction: both, conflict: latest }
  status: { direction: both, conflict: hold }
container:
  name: '{ticket.key}: {summary}'
  severity:
    - { when: { field: priority, in: [High, Highest] }, use: high }
    - { use: low }
  status:
    - { when: { field: status, equals: Done }, use: closed }
    - { use: open }
toTicket:
  severity:
    - { field: priority, values: { high: High, low: Low } }
  status:
    - { soar: closed, to: [Done], closes: true }
    - { soar: open, to: [To Do] }
`

let store: OpenedStore
let pair: RoundTripDesk
/** What SOAR answers about the container; null for 404. */
let isContainerThere: boolean
let recorded: string[]
let woken: string[]

beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  pair = await openRoundTripDesk(store, rules)
  await pair.editTicket({})
  await pair.editContainer({})
  await pair.settle()
  pair.asked.length = 0
  isContainerThere = true
  recorded = []
  woken = []
})
afterAll(() => store.close())

function containerNow(): ContainerStateChange {
  const state = { ...startFields, closeReason: null, closedAt: null, isCase: false, sourceDataIdentifier: 'sdi' }
  pair.desk.clock.advance(1)
  const version = { at: pair.desk.clock.now() }
  return { kind: 'container-state', containerId: '7', version, state: { ...state, ...pair.container } }
}

function parts(): ReconcileParts {
  const { digestParts, desk } = pair
  return {
    db: store.db,
    newId: digestParts.newId,
    now: desk.clock.now,
    sourceOf: name => (name === 'jira' ? digestParts.sourceOf(name) : undefined),
    soarOf: () => ({
      readContainer: async () => (isContainerThere ? containerNow() : null),
      lookUp: async () => ({ status: 'missing', what: '1 artifacts', artifacts: [ticketSide] }),
    }),
    openJobs: desk.ledger.openJobs,
    record: (entries, change) => {
      recorded.push(...entries.map(({ action, subject }) => `${action} ${subject}`))
      return store.db.write(change)
    },
    wake: lane => void woken.push(lane),
  }
}

const ticketSide = 'soarbridge:jira:10042:ticket'

async function confirmTicketArtifact(): Promise<void> {
  const none = { sha256: '', copySha256: '', origin: 'ticket' } as const
  const twin = { linkId: 'link-1', kind: 'ticket', ticketSide, soarSide: '21', ...none } as const
  await store.db.write([insertTwin(store.db.read, twin, 0)])
}

const operator = { id: 'ada', visible: null }
const look = (asked: ReconcileAsked = {}, by: Parameters<typeof reconcile>[2]['by'] = operator) =>
  reconcile(parts(), asked, { page: { limit: 50 }, by })
const told = async (asked: ReconcileAsked = {}) =>
  (await look(asked)).items.map(({ field, action }) => `${field} ${action}`)
/** Somebody changes the container, and no poll tells. */
const editUnseen = (state: Partial<ContainerStateChange['state']>) => {
  pair.desk.clock.advance(1000)
  Object.assign(pair.container, state)
}

describe('a plan', () => {
  test('is empty where both sides agree, at two calls a pair', async () => {
    pair.tickets.asked.length = 0
    expect(await look()).toEqual({ items: [], unread: [], checked: 1, total: 1, next: null })
    expect(pair.tickets.asked).toHaveLength(1)
  })

  test('tells both values, what was agreed, and where it would go', async () => {
    editUnseen({ severity: 'high' })
    const { items } = await look()
    expect(items).toEqual([
      expect.objectContaining({
        link: 'link-1',
        ticketKey: 'SEC-1',
        containerId: '7',
        field: 'severity',
        ticket: 'low',
        container: 'high',
        base: 'low',
        action: 'to-ticket',
        isApplied: false,
      }),
    ])
    await pair.settle()
    expect(pair.asked).toEqual([])
    expect(store.rows("select id from receipts where state = 'pending'")).toEqual([])
  })

  test('tells of a change of the ticket that no webhook told', async () => {
    await pair.editTicket({ priority: 'High' }, { isLost: true })
    expect(await told()).toContain('severity to-soar')
  })

  test('holds what both sides changed and the rules leave to people', async () => {
    await pair.editTicket({ status: 'Done' }, { isLost: true })
    editUnseen({ status: 'triage' })
    expect(await told()).toContain('status hold')
  })

  test('shows what the rules leave different only when asked', async () => {
    editUnseen({ label: 'other' })
    expect(await told()).toEqual([])
    expect(await told({ all: true })).toEqual(['label nothing'])
  })

  test('holds what the ticketing system does not offer, and so does the lane', async () => {
    editUnseen({ severity: 'high', status: 'closed' })
    const { sourceOf } = pair.digestParts
    pair.digestParts.sourceOf = name => ({ ...sourceOf(name), heldBack: { severity: 'no High for priority' } })
    const { items } = await look({ apply: true })
    expect(items.map(({ field, action, reason }) => [field, action, reason])).toEqual([
      ['severity', 'hold', 'no High for priority'],
      ['status', 'to-ticket', 'only SOAR changed'],
    ])
    await pair.settle()
    expect([pair.ticket.priority, pair.ticket.status]).toEqual(['Low', 'Done'])
  })

  test('names the job that was to mend it', async () => {
    await pair.editTicket({ priority: 'High' }, { isLost: true })
    await pair.desk.store(buildJob({ id: 'job-dead', kind: 'update-container', state: 'dead' }))
    const { items } = await look({ fields: ['severity'] })
    expect(items.map(({ reason }) => reason)).toEqual([expect.stringContaining('job job-dead is dead')])
  })

  test('tells of notes and comments without their copy', async () => {
    const command = { kind: 'upsert-comment', marker: 'm' } as never
    await pair.desk.store(buildJob({ state: 'dead', command, kind: 'upsert-comment' }))
    expect(await told()).toEqual(['talk hold'])
  })

  test('tells of a container or a ticket that is gone, and compares nothing else', async () => {
    editUnseen({ severity: 'high' })
    isContainerThere = false
    expect(await told()).toEqual(['container hold'])
    pair.tickets.onRead(async () => null)
    expect(await told()).toEqual(['ticket hold'])
  })

  test('names the pairs that cannot be read, and goes on', async () => {
    pair.tickets.onRead(async () => {
      throw new BridgeError('unavailable', 'Jira does not answer', { code: 'unreachable' })
    })
    const { items, unread } = await look()
    expect(items).toEqual([])
    expect(unread).toEqual([{ link: 'link-1', ticketKey: 'SEC-1', reason: 'Jira does not answer' }])
  })

  test('looks for the artifacts that SOAR confirmed only where it is asked to look deeper', async () => {
    // Nothing was confirmed here, so nothing can be gone.
    expect(await told({ deep: true })).toEqual([])
    await confirmTicketArtifact()
    expect(await told()).toEqual([])
    const { items } = await look({ deep: true })
    const reason = 'SOAR had them and does not have them any more: Ticket SEC-1'
    expect(items).toEqual([expect.objectContaining({ field: 'artifacts', action: 'to-soar', reason })])
  })

  test('shows nobody the pairs of another tenant', async () => {
    const stranger = { id: 'eve', visible: ['other'] }
    expect(await look({}, stranger)).toMatchObject({ items: [], checked: 0, total: 0 })
    await expect(look({ link: 'link-1' }, stranger)).rejects.toMatchObject({ code: 'link-unknown' })
    await expect(look({ connection: 'jira' }, stranger)).rejects.toMatchObject({ code: 'connection-unknown' })
  })
})

describe('applying a plan', () => {
  test('hands the pair to its lane, which mends it by one job; then nothing differs', async () => {
    editUnseen({ severity: 'high' })
    const { items } = await look({ apply: true })
    expect(items.map(({ isApplied }) => isApplied)).toEqual([true])
    expect([recorded, woken]).toEqual([['link.reconciled link-1'], ['jira/10042']])
    expect(pair.asked).toEqual([])
    await pair.settle()
    expect(pair.asked.map(({ kind }) => kind)).toEqual(['update-ticket'])
    expect(pair.ticket.priority).toBe('High')
    expect(await told()).toEqual([])
  })

  test('mends both ways at once', async () => {
    editUnseen({ severity: 'high' })
    await pair.editTicket({ status: 'Done' }, { isLost: true })
    await look({ apply: true })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.status]).toEqual(['High', 'closed'])
    expect(await told()).toEqual([])
  })

  test('leaves fields that were not named as they are', async () => {
    editUnseen({ severity: 'high' })
    await pair.editTicket({ status: 'Done', summary: 'Another' }, { isLost: true })
    expect(await told({ apply: true, fields: ['severity'] })).toEqual(['severity to-ticket'])
    await pair.settle()
    expect([pair.ticket.priority, pair.container.status, pair.container.name]).toEqual([
      'High',
      'open',
      'SEC-1: Beacon',
    ])
    expect(await told()).toEqual(expect.arrayContaining(['status to-soar', 'name to-soar']))
    await look({ apply: true })
    await pair.settle()
    expect([pair.container.status, pair.container.name]).toEqual(['closed', 'SEC-1: Another'])
  })

  test('never holds back what a webhook tells meanwhile', async () => {
    editUnseen({ severity: 'high' })
    await look({ apply: true, fields: ['severity'] })
    await pair.editTicket({ status: 'Done' })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.status]).toEqual(['High', 'closed'])
  })

  test('never takes back a job that waits', async () => {
    await pair.editTicket({ status: 'Done' })
    pair.desk.clock.advance(10)
    await digestLane(pair.digestParts, pair.desk.hold)
    expect(await pair.desk.ledger.openJobs('jira/10042')).toHaveLength(1)
    editUnseen({ severity: 'high' })
    await look({ apply: true, fields: ['severity'] })
    await pair.settle()
    expect([pair.ticket.priority, pair.container.status]).toEqual(['High', 'closed'])
  })

  test('has artifacts that are gone made again where it was asked to look for them', async () => {
    await confirmTicketArtifact()
    await look({ apply: true })
    await look({ apply: true, deep: true, fields: ['severity'] })
    await pair.settle()
    expect(pair.asked).toEqual([])
    await look({ apply: true, deep: true })
    await pair.settle()
    expect(pair.asked).toEqual([
      expect.objectContaining({ kind: 'update-container', mayBeThere: true, trigger: null, set: {} }),
    ])
    expect(pair.asked[0]).toMatchObject({
      ticketArtifact: { id: null, artifact: { sourceDataIdentifier: ticketSide } },
    })
  })

  test('has nothing to do where people must decide', async () => {
    await pair.editTicket({ status: 'Done' }, { isLost: true })
    editUnseen({ status: 'triage' })
    const { items } = await look({ apply: true, fields: ['status'] })
    expect(items.map(({ isApplied }) => isApplied)).toEqual([false])
    expect([recorded, woken]).toEqual([[], []])
  })
})
