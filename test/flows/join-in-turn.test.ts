import type { ContainerStateChange } from '../../src/domain/container-change'
import { emptyContainer } from '../../src/domain/container-snapshot'
import type { Link } from '../../src/domain/link'
import { joinReceipt } from '../../src/flows/join-ask'
import { digestLane } from '../../src/flows/ticket-to-soar'
import { claimContainer } from '../../src/store/container-tickets'
import { findLinkById, saveLink } from '../../src/store/links'
import { createReceiptInsert } from '../../src/store/receipts'
import { buildJob, buildLink, nextId } from '../builders/rows'
import { buildNote, buildRun } from '../builders/soar-commands'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk, startFields } from '../support/round-trip-desk'

const rules = `
fields:
  severity: { direction: both, conflict: latest }
  status: { direction: both, conflict: latest }
container:
  severity:
    - { when: { field: priority, equals: High }, use: high }
    - { use: low }
  status: [{ when: { field: status, equals: Done }, use: closed }, { use: open }]
toTicket:
  severity: [{ field: priority, values: { high: High, low: Low } }]
  status: [{ soar: closed, to: [Done] }, { soar: open, to: [To Do] }]
notes: { direction: both }
duplicates: join
`

let store: OpenedStore
let pair: RoundTripDesk
beforeAll(async () => {
  store = await openStore()
})
beforeEach(async () => {
  pair = await openRoundTripDesk(store, rules)
  await pair.editTicket({})
  await pair.editContainer({})
  await pair.settle()
  pair.asked.length = 0
})
afterAll(() => store.close())

const at = () => ({ newId: nextId, now: pair.desk.clock.now() })
const stateOf = (containerId: string, state: Partial<ContainerStateChange['state']> = {}): ContainerStateChange => ({
  kind: 'container-state',
  containerId,
  version: { at: pair.desk.clock.now() },
  state: {
    ...{ ...startFields, closeReason: null, closedAt: null, isCase: false, sourceDataIdentifier: 'hunt-1' },
    ...state,
  },
})
async function ask(container: ContainerStateChange | null, isParting = false): Promise<void> {
  const receipt = joinReceipt(await pair.link(), { container, isParting }, at())
  await store.db.write([createReceiptInsert(store.db.read)(receipt)])
}
const other = async (changes: Partial<Link> = {}): Promise<Link> => {
  const known = {
    ...emptyContainer(),
    fields: { severity: { value: 'high', at: 1 }, status: { value: 'open', at: 1 } },
  }
  const link = buildLink({
    ...{ id: 'link-2', ticketId: '10043', ticketKey: 'SEC-2', containerId: '9', state: 'linked', container: known },
    ...changes,
  })
  await store.db.write([saveLink(store.db.read, link, null)])
  return link
}
const kinds = () => pair.asked.map(({ kind }) => kind)

describe('a ticket that is joined to another one', () => {
  beforeEach(async () => {
    await other()
    await ask(stateOf('9', { severity: 'high', sourceDataIdentifier: 'soarbridge:jira:10043' }))
    await pair.settle()
  })

  test('tells the container its artifacts under the identifier that the container has, and no field', async () => {
    expect(await pair.link()).toMatchObject({
      ...{ containerId: '9', role: 'secondary', containerSdi: 'soarbridge:jira:10043', leftContainerId: '7' },
      state: 'linked',
    })
    expect(pair.asked.find(({ kind }) => kind === 'update-container')).toMatchObject({
      ...{ containerId: '9', sourceDataIdentifier: 'soarbridge:jira:10043', set: {}, tags: { add: [], remove: [] } },
      ticketArtifact: { id: null, artifact: { sourceDataIdentifier: 'soarbridge:jira:10042:ticket' } },
    })
    expect(pair.asked.find(({ kind }) => kind === 'leave-container')).toMatchObject({
      ...{ containerId: '7', sourceDataIdentifier: 'soarbridge:jira:10042', tag: 'joined' },
      text: 'SEC-1 was joined to container 9. https://soar.example/mission/9',
    })
    expect(kinds()).not.toContain('update-ticket')
  })

  test('hears no more of the container that it left', async () => {
    pair.asked.length = 0
    await pair.editContainer({ severity: 'high', status: 'closed' })
    await pair.settle()
    expect([pair.asked, pair.ticket.status]).toEqual([[], 'To Do'])
  })

  test('is told of every change of its container, by its own rules, and changes none', async () => {
    pair.asked.length = 0
    await pair.editTicket({ priority: 'High' })
    await pair.settle()
    await pair.hearSoar(stateOf('9', { severity: 'high', status: 'closed' }))
    await pair.settle()
    expect(pair.ticket.status).toBe('Done')
    const asked = pair.asked.flatMap(command => (command.kind === 'update-container' ? [command.set] : []))
    expect(asked.every(set => Object.keys(set).length === 0)).toBe(true)
  })

  test('makes the container as strict as it is', async () => {
    pair.asked.length = 0
    await pair.editTicket({ description: 'TLP:RED' })
    await pair.settle()
    expect(pair.asked).toMatchObject([{ kind: 'update-container', set: { sensitivity: 'red' } }])
  })

  test('gets its own container back where it is taken out, and no rule joins it again', async () => {
    pair.tickets.originalsOf = () => ['10043']
    await ask(stateOf('7', { sourceDataIdentifier: 'soarbridge:jira:10042', tags: ['joined'] }), true)
    await pair.settle()
    await pair.editTicket({ priority: 'Low' })
    await pair.settle()
    expect(await pair.link()).toMatchObject({
      containerId: '7',
      role: 'primary',
      containerSdi: null,
      leftContainerId: null,
    })
    expect(pair.asked).toContainEqual(expect.objectContaining({ tags: { add: [], remove: ['joined'] } }))
  })
})

describe('a move', () => {
  test('waits for what is on its way to SOAR', async () => {
    const note = buildNote({ containerId: '7', marker: 'c'.repeat(26) })
    const job = await pair.desk.store(
      buildJob({ kind: 'upsert-note', command: note, state: 'unknown', sentAt: 1, unknownAt: 1 }),
    )
    await ask(stateOf('9'))
    await digestLane(pair.digestParts, pair.desk.hold)
    expect((await pair.link()).containerId).toBe('7')
    store.raw.exec(`update jobs set state = 'confirmed' where id = '${job.id}'`)
    await pair.settle()
    expect((await pair.link()).containerId).toBe('9')
    expect(store.rows("select state from receipts where event = 'bridge:join'")).toEqual([{ state: 'processed' }])
  })

  test('leaves nothing for the old container that was not sent; a playbook goes along', async () => {
    const waiting = await pair.desk.store(buildJob({ kind: 'upsert-note', command: buildNote({ containerId: '7' }) }))
    const run = await pair.desk.store(buildJob({ kind: 'run-playbook', command: buildRun({ containerId: '7' }) }))
    const dead = await pair.desk.store(buildJob({ kind: 'upsert-note', command: buildNote(), state: 'dead' }))
    await ask(stateOf('9'))
    await pair.settle()
    const states = [waiting, run, dead].map(async ({ id }) => (await pair.desk.job(id)).state)
    expect(await Promise.all(states)).toEqual(['superseded', 'superseded', 'discarded'])
    expect(pair.asked).toContainEqual(
      expect.objectContaining({ kind: 'run-playbook', containerId: '9', sourceDataIdentifier: 'hunt-1' }),
    )
  })

  test('from a container that has other tickets is not made', async () => {
    await other({ containerId: '7', role: 'secondary' })
    await ask(stateOf('9'))
    await pair.settle()
    expect(await pair.link()).toMatchObject({ containerId: '7', role: 'primary' })
  })

  test('that is asked for again changes nothing', async () => {
    await ask(stateOf('9'))
    await pair.settle()
    pair.asked.length = 0
    await ask(stateOf('9', { severity: 'high' }))
    await pair.settle()
    expect(pair.asked).toEqual([])
  })
})

describe('a ticket that is a duplicate', () => {
  test('joins the container of the other one by rule', async () => {
    await other()
    pair.tickets.originalsOf = () => ['10050', '10043']
    await pair.editTicket({})
    await pair.settle()
    expect(await pair.link()).toMatchObject({ containerId: '9', role: 'secondary' })
    expect(pair.ticket.priority).toBe('Low')
  })

  test('makes no container of its own where it is one from its beginning', async () => {
    await other()
    store.raw.exec("delete from links where id = 'link-1'; delete from jobs")
    pair.tickets.originalsOf = () => ['10043']
    await pair.editTicket({})
    await digestLane(pair.digestParts, pair.desk.hold)
    expect(store.rows('select kind from jobs')).toEqual([{ kind: 'update-container' }])
    expect(store.rows("select container_id, role from links where ticket_id = '10042'")).toEqual([
      { container_id: '9', role: 'secondary' },
    ])
  })

  test('of a ticket without a container, or of itself, stays where it is', async () => {
    await other({ containerId: null, state: 'pending' })
    pair.tickets.originalsOf = () => ['10043', '10042', '10099']
    await pair.editTicket({})
    await pair.settle()
    expect((await pair.link()).containerId).toBe('7')
  })
})

describe('a container that people made', () => {
  test('keeps its fields, and its ticket keeps its own, until one says something new', async () => {
    await ask(stateOf('9', { name: 'By hand', severity: 'high', status: 'triage' }))
    await pair.settle()
    expect(await pair.link()).toMatchObject({ role: 'primary', containerSdi: 'hunt-1' })
    const updates = () => pair.asked.flatMap(command => ('set' in command ? [command.set] : []))
    expect(updates()).toEqual([{}])
    await pair.editTicket({ status: 'Done' })
    await pair.settle()
    expect(updates()).toEqual([{}, { status: 'closed' }])
    for (const severity of ['low', 'high']) {
      pair.desk.clock.advance(1000)
      await pair.hearSoar(stateOf('9', { severity, status: 'closed' }))
      await pair.settle()
    }
    expect(pair.ticket.priority).toBe('High')
  })

  test('without an identifier is known by its id', async () => {
    await ask(stateOf('9', { sourceDataIdentifier: '' }))
    await pair.settle()
    expect((await pair.link()).containerSdi).toBe('')
    expect(store.rows("select distinct target from jobs where kind = 'update-container'")).toContainEqual({
      target: 'soar/9',
    })
  })

  test('has one primary ticket only, whoever commits first', async () => {
    const second = await other({ role: 'primary' })
    const lost = await store.db.write([
      claimContainer(store.db.read, { ...buildLink(), id: 'link-1', containerId: second.containerId ?? '' }),
    ])
    expect([lost.committed, (await findLinkById(store.db.read, 'link-1'))?.role]).toEqual([false, 'primary'])
  })
})
