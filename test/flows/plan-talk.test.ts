import type { UpsertComment, UpsertNote } from '../../src/domain/command'
import type { NoteChange } from '../../src/domain/container-change'
import type { CommentChange } from '../../src/domain/ticket'
import { BridgeError } from '../../src/errors'
import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => open('notes: { direction: both }'))
afterAll(() => store.close())

async function open(rules: string): Promise<void> {
  pair = await openRoundTripDesk(store, rules)
  await pair.editTicket({})
  await pair.settle()
  pair.asked.length = 0
}

function note(changes: Partial<NoteChange> = {}): NoteChange {
  const version = { at: pair.desk.clock.now() }
  const said = { title: 'Finding', text: 'It is a beacon', format: 'text', author: 'ana', deleted: false } as const
  return { kind: 'note', id: 'note:5', containerId: '7', version, ...said, ...changes }
}

function comment(changes: Partial<CommentChange> = {}): CommentChange {
  const version = { at: pair.desk.clock.now() }
  return { kind: 'comment', id: '31', version, deleted: false, author: 'Bea', body: 'Please look', ...changes }
}

const talk = () =>
  pair.asked.filter(
    (one): one is UpsertComment | UpsertNote => one.kind === 'upsert-comment' || one.kind === 'upsert-note',
  )
const lastOf = () => {
  const last = talk().at(-1)
  if (last === undefined) throw new Error('nothing was said')
  return last
}
async function hear(...said: (NoteChange | CommentChange)[]): Promise<void> {
  pair.desk.clock.advance(1000)
  for (const one of said) await (one.kind === 'note' ? pair.hearSoar(one) : pair.hearTicket(one))
  await pair.settle()
}
const copies = () =>
  store.rows<{ kind: string; ticket_side: string; soar_side: string; origin: string }>(
    "select kind, ticket_side, soar_side, origin from twins where kind in ('note', 'edit') order by created_at",
  )

describe('a note of SOAR', () => {
  test('becomes one comment, and does not come back', async () => {
    await hear(note())
    expect(talk()).toMatchObject([{ kind: 'upsert-comment', commentId: null, audience: 'internal' }])
    expect(lastOf().text).toBe('[soarbridge] Note from SOAR by ana\n\nFinding\n\nIt is a beacon')
    const [copy] = copies()
    expect(copy).toMatchObject({ soar_side: 'note:5', origin: 'soar' })
    await hear(comment({ id: copy?.ticket_side ?? '', body: lastOf().text }))
    await hear(comment({ id: copy?.ticket_side ?? '', body: lastOf().text }), note())
    expect(talk()).toHaveLength(1)
  })

  test('that is edited changes its comment', async () => {
    await hear(note())
    await hear(note({ text: 'It is none' }))
    expect(talk()).toMatchObject([{}, { kind: 'upsert-comment', commentId: copies()[0]?.ticket_side }])
    expect(lastOf().text).toContain('It is none')
    expect(copies()).toHaveLength(1)
  })

  test('that is deleted leaves a line that says so', async () => {
    await hear(note())
    await hear(note({ deleted: true }))
    expect(lastOf().text).toContain('This note was deleted in Splunk SOAR.')
    await hear(note({ deleted: true, version: { at: pair.desk.clock.now() } }))
    expect(talk()).toHaveLength(2)
  })

  test('whose marking is too strict stays, and the timeline says why without its text', async () => {
    await hear(note({ text: 'TLP:RED only for us' }))
    expect(talk()).toEqual([])
    const said = JSON.stringify(store.rows('select decisions from changes'))
    expect(said).toContain('TLP:RED')
    expect(said).not.toContain('only for us')
  })

  test('stays where the rules do not let it out', async () => {
    await open('notes: { direction: to-soar }')
    await hear(note())
    expect(talk()).toEqual([])
  })
})

describe('a comment of the ticket', () => {
  test('becomes one note, and does not come back', async () => {
    await hear(comment())
    expect(talk()).toMatchObject([{ kind: 'upsert-note', containerId: '7', noteId: null, text: 'Please look' }])
    const [copy] = copies()
    expect(copy).toMatchObject({ ticket_side: '31', origin: 'ticket' })
    await hear(note({ id: copy?.soar_side ?? '', text: 'Please look' }), comment())
    expect(talk()).toHaveLength(1)
  })

  test('that is edited changes its note', async () => {
    await hear(comment())
    await hear(comment({ body: 'Look now' }))
    expect(lastOf()).toMatchObject({ noteId: copies()[0]?.soar_side.slice('note:'.length), text: 'Look now' })
  })

  test('whose end is edited changes its note, however long it is', async () => {
    const long = 'so many words '.repeat(400)
    await hear(comment({ body: `${long} at noon` }))
    await hear(comment({ body: `${long} at night` }))
    expect(talk()).toHaveLength(2)
    expect(lastOf().text).toContain('at night')
  })

  test('that is deleted leaves a line that says so', async () => {
    await hear(comment())
    await hear(comment({ deleted: true }))
    expect(lastOf().text).toBe('This comment was deleted in the ticket.')
  })

  test('that carries the marker of the bridge is its own', async () => {
    await hear(comment({ body: 'what we said\n\n[soarbridge:0123456789abcdef0123456789]' }))
    expect(talk()).toEqual([])
  })
})

test('what a person makes of a copy is told as something new, once', async () => {
  await hear(comment())
  const copied = copies()[0]?.soar_side ?? ''
  await hear(note({ id: copied, text: 'Please look, and hurry' }))
  expect(talk().map(({ kind }) => kind)).toEqual(['upsert-note', 'upsert-comment'])
  expect(lastOf().text).toContain('(changed in Splunk SOAR)')
  const told = copies().find(({ kind }) => kind === 'edit')
  await hear(
    comment({ id: told?.ticket_side ?? '', body: lastOf().text }),
    note({ id: copied, text: 'Please look, and hurry' }),
  )
  expect(talk()).toHaveLength(2)
})

test('a comment of the bridge whose answer was lost is no news, though nobody knows its id', async () => {
  const { connectorOf } = pair.desk.parts
  pair.desk.parts.connectorOf = name => ({
    ...connectorOf(name),
    apply: async (command, sending) => {
      await sending.beforeWrite()
      pair.asked.push(command)
      throw new BridgeError('unavailable', 'reset', { code: 'connection-reset', effect: 'unknown' })
    },
    lookUp: async () => ({ status: 'found', applied: { id: '77', notes: [] } }),
  })
  await pair.hearSoar(note())
  await pair.work()
  await pair.hearTicket(comment({ id: '77', body: lastOf().text }))
  await pair.work()
  expect(talk()).toHaveLength(1)
  expect(copies()).toMatchObject([{ ticket_side: '77', soar_side: 'note:5' }])
})
