import type { AttachmentChange, CommentChange } from '../../src/domain/ticket'
import { buildAttachment, buildComment, buildFile, buildNote } from '../builders/changes'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function open(occasion: string): Promise<void> {
  const playbooks = `playbooks: [{ run: local/triage, on: [${occasion}] }]`
  const back = 'notes: { direction: both }\nfiles: { direction: both }\nresults: { runs: true }'
  pair = await openQuietPair(store, `${playbooks}\n${back}`)
}

async function hear(...changes: (CommentChange | AttachmentChange)[]): Promise<void> {
  await pair.hearTicket(...changes)
  await pair.settle()
}
const now = () => {
  pair.desk.clock.advance(1000)
  return pair.desk.clock.now()
}
const started = () => pair.asked.filter(({ kind }) => kind === 'run-playbook').length

describe('a playbook that a comment starts', () => {
  beforeEach(() => open('comment'))

  test('starts once for each that is new or edited, however often and by whatever delivery it is told', async () => {
    await hear(buildComment(now()))
    await hear(buildComment(now()))
    await hear(buildComment(now(), { deleted: true }))
    expect(started()).toBe(1)
    await hear(buildComment(now(), { id: '32' }))
    await hear(buildComment(now(), { id: '32', body: 'Look now' }))
    expect(started()).toBe(3)
  })

  test('is not started by what the bridge says itself, since it would say more then, for ever', async () => {
    await pair.hearSoar(buildNote(now()))
    const run = { name: 'local/triage', state: 'running', message: '', startedAt: now(), endedAt: null } as const
    await pair.hearSoar({ kind: 'run', id: 'playbook:4', containerId: '7', version: { at: now() }, ...run })
    await pair.settle()
    const idOf = (kind: string) =>
      store.rows<{ id: string }>(`select ticket_side as id from twins where kind = '${kind}'`)
    const said = pair.asked.flatMap(command => ('text' in command ? [{ kind: command.kind, body: command.text }] : []))
    expect(said.map(({ kind }) => kind).sort()).toEqual(['upsert-comment', 'upsert-status-comment'])
    for (const { kind, body } of said) {
      const [twin] = idOf(kind === 'upsert-comment' ? 'note' : 'status')
      await hear(buildComment(now(), { id: twin?.id ?? '', body }))
    }
    expect(started()).toBe(0)
  })
})

describe('a playbook that a file starts', () => {
  beforeEach(() => open('attachment'))

  test('starts once for each, however often deliveries list it', async () => {
    const at = now()
    for (let delivery = 0; delivery < 3; delivery += 1) {
      await pair.editTicket({ priority: `P${delivery}` })
      await hear(buildAttachment(at))
    }
    await hear(buildAttachment(now(), { deleted: true }))
    expect(started()).toBe(1)
  })

  test('is not started by a file that the bridge attached', async () => {
    await pair.hearSoar(buildFile(now()))
    await pair.settle()
    const [twin] = store.rows<{ id: string }>("select ticket_side as id from twins where kind = 'file'")
    await hear(buildAttachment(now(), { id: twin?.id ?? '' }))
    expect(started()).toBe(0)
  })
})

test('a playbook that a deletion starts starts once', async () => {
  await open('deleted')
  for (let delivery = 0; delivery < 2; delivery += 1) {
    await pair.hearTicket({ kind: 'ticket-deleted', version: { at: now() } })
    await pair.settle()
  }
  expect(started()).toBe(1)
})
