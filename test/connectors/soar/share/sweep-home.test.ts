import type { SweepAsked, SweptTicket } from '../../../../src/connectors/connector'
import { createSoarShare, type SoarShare } from '../../../../src/connectors/soar/share/share'
import { createManualClock } from '../../../support/manual-clock'
import { type OpenedSoar, openSoar } from '../../../support/soar-sandbox'

let soar: OpenedSoar
let share: SoarShare

beforeEach(async () => {
  soar = await openSoar()
  const auth = { kind: 'token', token: soar.token } as const
  const home = { connection: 'share', from: 'west', closeReasonField: null, readFile: async () => null }
  share = createSoarShare({ ...home, url: soar.url, auth, clock: createManualClock() })
  for (let one = 1; one <= 7; one += 1) await soar.post('/rest/container', { name: `No ${one}`, label: 'events' })
  // Made early, changed last.
  await soar.post('/rest/container/2', { name: 'No 2, changed' })
})
afterEach(() => soar.close())

const everything: SweepAsked = { collection: null, after: null, limit: 100 }

/** All pages of that size, one after the other. */
async function readAll(limit: number, query?: string): Promise<SweptTicket[][]> {
  const pages: SweptTicket[][] = []
  let after: SweepAsked['after'] = null
  do {
    const page = await share.readUpdated({ ...everything, after, limit, ...(query !== undefined && { query }) })
    pages.push(page.tickets)
    after = page.next
  } while (after !== null && pages.length < 50)
  return pages
}

const idsOf = (pages: SweptTicket[][]) => pages.flat().map(({ id }) => id)

test.each([1, 2, 3, 100])('containers come once each by their last change, %i at a time', async limit => {
  const pages = await readAll(limit)
  expect(idsOf(pages)).toEqual(['1', '3', '4', '5', '6', '7', '2'])
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit)
})

test('they are told as they are now, in words that the share reads', async () => {
  const [[first] = []] = await readAll(100, 'name=No 2, changed')
  expect(first).toMatchObject({ id: '2', key: 'west#2', updatedAt: expect.any(Number) })
  expect(share.identify(first?.payload ?? {})).toMatchObject({ ticketId: '2' })
  expect(share.normalize(first?.payload ?? {}, 0)).toEqual({
    changes: [expect.objectContaining({ kind: 'ticket-state', key: 'west#2', complete: true })],
    mustReread: false,
  })
})

test('they are read on from a mark, and counted from there', async () => {
  const last = (await readAll(100)).flat().at(-1)
  const from = { at: last?.updatedAt ?? 0, id: '' }
  const { tickets, next } = await share.readUpdated({ ...everything, after: from })
  expect([idsOf([tickets]).at(-1), next]).toEqual(['2', null])
  const beyond = await share.readUpdated({ ...everything, after: { ...from, id: '2' } })
  expect(beyond).toEqual({ tickets: [], next: null })
  const count = (query: string, after: SweepAsked['after'] = null) =>
    share.countUpdated({ collection: null, after, query })
  expect([await count(''), await count('name=No 3'), await count('', from)]).toEqual([7, 1, tickets.length])
})

test('a condition that SOAR cannot take is refused before it is asked', async () => {
  const refused = share.readUpdated({ ...everything, query: 'label;drop=x' })
  await expect(refused).rejects.toMatchObject({ kind: 'rejected' })
})

test('the words of its containers are those of their SOAR', async () => {
  const { statuses, choices } = await share.readVocabulary()
  expect(statuses).toEqual(expect.arrayContaining(['new', 'open', 'closed']))
  expect(choices).toMatchObject({
    severity: expect.arrayContaining(['high', 'medium', 'low']),
    label: expect.arrayContaining(['events']),
    sensitivity: ['white', 'green', 'amber', 'red'],
  })
})
