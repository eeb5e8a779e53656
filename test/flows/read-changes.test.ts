import type { Normalized } from '../../src/connectors/connector'
import type { CommentChange } from '../../src/domain/ticket'
import type { TicketTalk } from '../../src/domain/ticket-talk'
import { BridgeError } from '../../src/errors'
import { type ReadInput, readChanges, type TalkSource } from '../../src/flows/read-changes'
import { buildReceipt, newYear } from '../builders/rows'
import {
  createScriptedTickets,
  partialState,
  type ScriptedTickets,
  saying,
  wholeState,
} from '../support/scripted-tickets'

let tickets: ScriptedTickets

beforeEach(() => {
  tickets = createScriptedTickets()
})

const comment: CommentChange = { kind: 'comment', id: 'c-1', version: { at: newYear }, deleted: false }
const reread = wholeState({ summary: 'as it is now' }, 99)

function read(said: Partial<Normalized>[], changes: Partial<ReadInput> = {}) {
  return readChanges({
    connector: tickets,
    receipts: said.map(one => saying(one)),
    ticketId: '10042',
    collection: undefined,
    isKnownWhole: false,
    mustReread: false,
    talk: { isKnown: () => false, withFiles: true },
    ...changes,
  })
}

describe('what a ticket’s deliveries say', () => {
  test('is taken as it is where one holds the whole ticket', async () => {
    const [first, second] = [wholeState({ summary: 'a' }), partialState({ priority: 'High' }, 2)]
    const heard = await read([{ changes: [first] }, { changes: [second, comment] }])
    expect(heard.effective).toEqual([first, second, comment])
    expect(heard.reread).toBeNull()
    expect(tickets.asked).toEqual([])
  })

  test('is taken as it is where the ticket was heard whole before', async () => {
    await read([{ changes: [partialState({ priority: 'High' })] }], { isKnownWhole: true })
    expect(tickets.asked).toEqual([])
  })

  test.each<[what: string, said: Partial<Normalized>]>([
    ['is only a notification', { mustReread: true }],
    ['holds a part of a ticket that was never heard whole', { changes: [partialState({ priority: 'High' })] }],
  ])('leads to reading the ticket again where a delivery %s', async (_, said) => {
    tickets.onRead(async () => reread)
    const heard = await read([said])
    expect(tickets.asked).toEqual(['read ?/10042'])
    expect(heard.reread).toEqual(reread)
    expect(heard.effective).toContainEqual(reread)
  })

  test('is read once for however many notifications', async () => {
    tickets.onRead(async () => reread)
    await read(Array.from({ length: 10 }, () => ({ mustReread: true })))
    expect(tickets.asked).toHaveLength(1)
  })

  test('is read from where the ticket lies, as known or as told', async () => {
    tickets.onRead(async () => reread)
    await read([{ mustReread: true }], { collection: 'incident' })
    await read([{ mustReread: true, changes: [{ ...partialState({}), collection: 'sn_si_incident' }] }])
    expect(tickets.asked).toEqual(['read incident/10042', 'read sn_si_incident/10042'])
  })

  test('of a state without a version of its own gives way to what was just read; its comments stay', async () => {
    tickets.onRead(async () => reread)
    const unversioned = { mustReread: true, changes: [partialState({ summary: 'old' }, 1000), comment] }
    const versioned = partialState({ priority: 'High' }, 2)
    const heard = await read([unversioned, { changes: [versioned] }])
    expect(heard.effective).toEqual([comment, versioned, reread])
  })

  test('is used where the system does not know the ticket', async () => {
    tickets.onRead(async () => null)
    const part = partialState({ summary: 'all there is' })
    const heard = await read([{ mustReread: true, changes: [part] }])
    expect(heard).toMatchObject({ reread: null, effective: [part], ofReceipts: [{ failure: null }] })
  })

  test('waits for a person where it is nothing but a notification of a ticket that cannot be read', async () => {
    const heard = await read([{ mustReread: true }, { changes: [comment] }])
    expect(heard.ofReceipts.map(one => one.failure)).toEqual(['ticket-unreadable', null])
  })

  test('is not digested at all where the system cannot be asked', async () => {
    const failure = new BridgeError('unavailable', 'cannot be reached', { code: 'unreachable' })
    tickets.onRead(async () => Promise.reject(failure))
    await expect(read([{ mustReread: true }, { changes: [comment] }])).rejects.toBe(failure)
  })

  test('is kept for a person where one delivery trips the reader up, and the others go on', async () => {
    const receipts = [buildReceipt({ body: Buffer.from('{"broken"') }), saying({ changes: [comment] })]
    const heard = await read([], { receipts })
    expect(heard.ofReceipts.map(one => one.failure)).toEqual(['not-readable', null])
    expect(heard.effective).toEqual([comment])
  })
})

describe('what was said and attached, where deliveries leave it out', () => {
  const entry: CommentChange = { kind: 'comment', id: 'row-1', version: { at: newYear }, deleted: false, body: 'Seen' }
  const state = wholeState({ summary: 'a' })
  const said: Partial<Normalized> = { changes: [state, { ...comment, body: 'Seen' }], leavesOutTalk: true }
  let answer: TicketTalk | null
  let asked: string[]
  const readWith = (...all: Partial<Normalized>[]) => {
    const readTalk: TalkSource['readTalk'] = async ({ id, collection }) => {
      asked.push(`${collection ?? '?'}/${id}`)
      return answer
    }
    return read(all, { connector: { ...tickets, readTalk } })
  }
  beforeEach(() => {
    answer = { changes: [entry], listsComments: true }
    asked = []
  })

  test('is read once, and takes the place of what was told without ids', async () => {
    const heard = await readWith(said, said)
    expect(asked).toEqual(['?/10042'])
    expect(heard).toMatchObject({ talk: [entry], effective: [state, state, entry] })
    expect(heard.ofReceipts.map(({ changes }) => changes)).toEqual([[state], [state]])
  })

  test('is read beside the ticket', async () => {
    tickets.onRead(async () => reread)
    expect((await readWith({ ...said, mustReread: true })).effective).toEqual([entry, reread])
  })

  test('is left as it was told where nobody may list it', async () => {
    answer = { changes: [], listsComments: false }
    expect((await readWith(said)).effective).toEqual(said.changes)
  })

  test('waits for a sweep where it cannot be read now', async () => {
    answer = null
    expect((await readWith(said)).effective).toEqual([state])
  })

  test('is not asked for where deliveries tell it all, nor of a system that does not list it', async () => {
    const { leavesOutTalk: _, ...whole } = said
    expect((await readWith(whole)).effective).toEqual(said.changes)
    expect(asked).toEqual([])
    expect((await read([said])).effective).toEqual(said.changes)
  })
})
