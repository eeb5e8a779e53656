import { type OpenedStore, openStore } from '../support/open-store'
import { openRoundTripDesk, type RoundTripDesk } from '../support/round-trip-desk'

let store: OpenedStore
let pair: RoundTripDesk

const rules = 'results: { promotion: true }'

beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

async function open(text = rules, system: 'jira' | 'servicenow' = 'servicenow'): Promise<void> {
  pair = await openRoundTripDesk(store, text)
  Object.assign(pair.tickets, { system })
  await pair.editTicket({})
  await pair.settle()
  pair.asked.length = 0
}

async function hear(...states: Parameters<RoundTripDesk['editContainer']>[0][]): Promise<void> {
  for (const state of states) {
    await pair.editContainer(state)
    await pair.settle()
  }
}
const told = () => pair.asked.flatMap(one => (one.kind === 'add-work-note' ? [one.text] : []))
const text = '[soarbridge] Activity in SOAR\n\npromoted to a case'

test('a ticket is told once that its container became a case', async () => {
  await open()
  await hear({ isCase: false }, { isCase: true }, { description: 'more words' })
  expect(told()).toEqual([text])
})

test('nor is it told again of a case that was none for a while', async () => {
  await open()
  await hear({ isCase: false }, { isCase: true }, { isCase: false }, { isCase: true })
  expect(told()).toEqual([text])
})

test('a container that was a case at first sight did not become one', async () => {
  await open()
  await hear({ isCase: true }, { description: 'more words' })
  expect(told()).toEqual([])
})

test.each([
  ['the rules do not ask for it', 'results: { runs: true }', 'servicenow'],
  ['the link to the container says it in its title', rules, 'jira'],
] as const)('nothing is told where %s', async (_, given, system) => {
  await open(given, system)
  await hear({ isCase: false }, { isCase: true })
  expect(pair.asked).toEqual([])
})

test('of a container that is too secret for the ticket nothing is told, and the timeline says why', async () => {
  await open()
  await hear({ isCase: false, sensitivity: 'red' }, { isCase: true })
  expect(told()).toEqual([])
  expect(JSON.stringify(store.rows('select decisions from changes'))).toContain('TLP:RED')
})
