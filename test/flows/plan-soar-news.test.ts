import type { FileChange } from '../../src/domain/container-change'
import { buildFile } from '../builders/changes'
import { type OpenedStore, openStore } from '../support/open-store'
import { openQuietPair, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function open(rules: string): Promise<void> {
  pair = await openQuietPair(store, rules)
}

const file = (changes?: Partial<FileChange>) => buildFile(pair.desk.clock.now(), changes)

async function hear(...files: FileChange[]): Promise<void> {
  pair.desk.clock.advance(1000)
  await pair.hearSoar(...files)
  await pair.settle()
}
const attached = () => pair.asked.filter(({ kind }) => kind === 'attach-file')

describe('a file of the vault', () => {
  beforeEach(() => open('files: { direction: to-ticket, maxMegabytes: 1 }'))

  test('is attached to the ticket once, also where SOAR holds its content twice', async () => {
    await hear(file())
    await hear(file({ version: { at: pair.desk.clock.now() + 1 } }), file({ id: '5', fileName: 'again.pdf' }))
    expect(attached()).toMatchObject([
      { fileName: 'report.pdf', content: { soarConnection: 'soar', attachmentId: '4' }, audience: 'internal' },
    ])
  })

  test('that is too large stays, and the timeline says why', async () => {
    await hear(file({ size: 1_000_001 }))
    expect(attached()).toEqual([])
    expect(JSON.stringify(store.rows('select decisions from changes'))).toContain('files.maxMegabytes')
  })

  test('of a container that is too secret stays', async () => {
    await pair.editContainer({ sensitivity: 'red' })
    await hear(file())
    expect(attached()).toEqual([])
  })

  test('stays where the rules do not let files out', async () => {
    await open('files: { direction: none }')
    await hear(file())
    expect(attached()).toEqual([])
  })
})

test('the link beside a Jira ticket shows how its container stands, and is written when that changed', async () => {
  await open('results: { link: true }')
  const linked = () => pair.asked.filter(({ kind }) => kind === 'put-remote-link')
  await pair.editContainer({})
  await pair.editContainer({ description: 'more words' })
  await pair.settle()
  expect(linked()).toMatchObject([
    {
      globalId: 'system=soar&instance=soar&container=7',
      url: 'https://soar.example/mission/7',
      summary: 'new, medium',
      isResolved: false,
    },
  ])
  await pair.editContainer({ status: 'closed' })
  await pair.settle()
  expect(linked().at(-1)).toMatchObject({ summary: 'closed, medium', isResolved: true })
  expect(linked()).toHaveLength(2)
})
