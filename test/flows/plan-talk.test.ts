import type { Applied, LookedUp, TicketApplied } from '../../src/connectors/connector'
import type { UpsertComment, UpsertNote } from '../../src/domain/command'
import type { NoteChange } from '../../src/domain/container-change'
import type { CommentChange } from '../../src/domain/ticket'
import { BridgeError } from '../../src/errors'
import { buildComment, buildNote } from '../builders/changes'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
beforeEach(() => open('notes: { direction: both }'))
afterAll(() => store.close())

async function open(rules: string): Promise<void> {
  pair = await openQuietPair(store, rules)
}

const note = (changes?: Partial<NoteChange>) => buildNote(pair.desk.clock.now(), changes)
const comment = (changes?: Partial<CommentChange>) => buildComment(pair.desk.clock.now(), changes)
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
/** A journal: nothing in it is edited, each entry has an id of its own. */
function writeEntries(): void {
  const { parts } = pair.desk
  const { connectorOf } = parts
  // They sort otherwise than they were made.
  const ids = ['5', '3', '6', '1', '4', '2'].values()
  parts.connectorOf = name => {
    const taker = connectorOf(name)
    return name === 'soar'
      ? taker
      : { ...taker, apply: async (...asked) => ({ ...(await taker.apply(...asked)), id: ids.next().value ?? '' }) }
  }
}

/** What is asked is done, and nobody hears of it; until what it answers is called. */
function loseAnswers(found: LookedUp<Applied | TicketApplied>): () => void {
  const { parts } = pair.desk
  const { connectorOf } = parts
  parts.connectorOf = name => ({
    ...connectorOf(name),
    apply: async (command, sending) => {
      await sending.beforeWrite()
      pair.asked.push(command)
      throw new BridgeError('unavailable', 'reset', { code: 'connection-reset', effect: 'unknown' })
    },
    lookUp: async () => found,
  })
  return () => Object.assign(parts, { connectorOf })
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

  test('that is edited does not come back as it was, where the first webhook comes after the edit', async () => {
    await hear(note())
    const first = lastOf().text
    const id = copies()[0]?.ticket_side ?? ''
    await hear(note({ text: 'It is none' }))
    await hear(note({ text: 'It is one after all' }))
    await hear(comment({ id, body: first }))
    await hear(comment({ id, body: lastOf().text }))
    expect(talk()).toHaveLength(3)
    await hear(comment({ id, body: `${lastOf().text}, says Bea` }))
    expect(lastOf()).toMatchObject({ kind: 'upsert-note', text: expect.stringContaining('says Bea') })
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

  test('that is marked too strictly after it was told is taken out of its comment', async () => {
    await hear(note())
    await hear(note({ text: 'TLP:RED It is a beacon' }))
    expect(talk()).toHaveLength(2)
    expect(lastOf()).toMatchObject({ kind: 'upsert-comment', commentId: copies()[0]?.ticket_side })
    expect(lastOf().text).toBe(
      '[soarbridge] Note from SOAR\n\nThis note is not shown here any more. It can be read in Splunk SOAR.',
    )
    await hear(comment({ id: copies()[0]?.ticket_side ?? '', body: lastOf().text }))
    expect(talk()).toHaveLength(2)
  })

  test('whose marking is parted by markup stays too', async () => {
    await hear(note({ format: 'html', text: '<p>TLP:<b>RED</b></p><p>only for us</p>' }))
    await hear(note({ id: 'note:6', format: 'html', text: '<i>T</i>LP:RED only for us' }))
    await hear(note({ id: 'note:7', format: 'markdown', text: '**TLP:** **RED** only for us' }))
    expect(talk()).toEqual([])
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

  test('is told, whatever marker stands at its end', async () => {
    await hear(comment({ body: 'what we never said\n\n[soarbridge:0123456789abcdef0123456789]' }))
    expect(talk()).toMatchObject([{ kind: 'upsert-note', text: expect.stringContaining('what we never said') }])
  })

  test('is told once more where another one says the same while its note is on its way', async () => {
    const findAnswers = loseAnswers({ status: 'missing', what: 'the note' })
    await pair.hearTicket(comment({ body: 'Done' }))
    await pair.work()
    findAnswers()
    await pair.hearTicket(comment({ id: '32', body: 'Done' }))
    pair.desk.clock.advance(100_000)
    await pair.settle()
    expect(new Set(talk().map(({ copyOf }) => copyOf?.id))).toEqual(new Set(['31', '32']))
  })
})

describe.each([
  ['an entry of a journal', (said: string, id: string) => `${said}\n\n[soarbridge:${id}]`],
  [
    'a comment of Data Center',
    (said: string, id: string) => `{noformat}\n${said}\n{noformat}\n{anchor:soarbridge-${id}}`,
  ],
])('%s', (_, shown) => {
  const marker = '0123456789abcdef0123456789'

  test('that says what we wrote is no news, whatever its id, also much later', async () => {
    await hear(note())
    const body = shown(lastOf().text, lastOf().marker)
    await hear(comment({ id: 'entry:1', body }))
    pair.desk.clock.advance(60_000)
    await hear(
      comment({ id: 'entry:1', body }),
      comment({ id: 'entry:2', body: shown(lastOf().text, `${marker}.0123456789ab`) }),
    )
    expect(talk()).toHaveLength(1)
  })

  test('in which a person quotes ours and adds words is told, and does not come back with its markup made harmless', async () => {
    await hear(note())
    await hear(comment({ id: 'entry:1', body: shown(`I disagree!\n${lastOf().text}`, lastOf().marker) }))
    const id = copies().find(({ origin }) => origin === 'ticket')?.soar_side ?? ''
    await hear(
      note({ id, text: lastOf().text.replace(/[\\[\]<]/g, '\\$&'), title: `Mine [soarbridge:${lastOf().marker}]` }),
    )
    expect(talk()).toMatchObject([{}, { kind: 'upsert-note', text: expect.stringContaining('I disagree!') }])
  })
})

test('a note that goes back to what it said before is told again where each edit is an entry of its own', async () => {
  writeEntries()
  for (const text of ['first', 'second', 'third', 'first', 'second', 'third']) {
    await hear(note({ text }))
    expect(lastOf()).toMatchObject({
      text: expect.stringContaining(text),
      commentId: copies().at(-2)?.ticket_side ?? null,
    })
  }
  expect(talk()).toHaveLength(6)
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

test('a note of the bridge whose answer was lost is known by its marker, and not by words that two may say', async () => {
  const lost = { containerId: '7', artifacts: [{ sourceDataIdentifier: 'm', id: '5' }], refused: [], notes: [] }
  loseAnswers({ status: 'found', applied: lost })
  await pair.hearTicket(comment({ body: 'ok' }))
  await pair.work()
  const title = `Comment: Bea, SEC-1 [soarbridge:${lastOf().marker}]`
  await pair.hearSoar(note({ title, text: 'ok' }), note({ id: 'note:6', title: 'Mine', text: 'ok' }))
  await pair.work()
  await pair.work()
  expect(talk().map(({ copyOf }) => copyOf?.id)).toEqual(['31', 'note:6'])
})

test('a comment of the bridge whose answer was lost is no news, though nobody knows its id', async () => {
  loseAnswers({ status: 'found', applied: { id: '77', notes: [] } })
  await pair.hearSoar(note())
  await pair.work()
  await pair.hearTicket(comment({ id: '77', body: lastOf().text }))
  await pair.work()
  expect(talk()).toHaveLength(1)
  expect(copies()).toMatchObject([{ ticket_side: '77', soar_side: 'note:5' }])
})
