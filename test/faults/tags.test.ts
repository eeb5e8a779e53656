import { openSilentPairs, type SilentPairs } from '../support/silent-pair'
import type { Entry } from '../support/stage'
import { waitUntil } from '../support/wait-until'

const rules = `
container: { name: '{summary}', tags: [{ from: labels }] }
fields: { tags: { direction: both } }
toTicket: { tags: [{ field: labels }] }
`
let pairs: SilentPairs

beforeAll(async () => {
  pairs = await openSilentPairs(rules)
})
beforeEach(() => pairs.file({ labels: ['old', 'vip'] }))
afterAll(() => pairs.close())

const label = (step: Record<string, string>) => pairs.inJira({ update: { labels: [step] } })
const tag = (...tags: string[]) => pairs.inSoar({ tags })
const held = async () => [(await pairs.ticket()).fields.labels.toSorted(), (await pairs.container()).tags.toSorted()]
const both = (...tags: string[]) => [tags, tags]

describe.each([
  ['the webhook comes first', () => pairs.tellOfTicket()],
  ['SOAR is looked at first', () => pairs.lookAtSoar()],
])('tags of both sides come together where %s', (_, hear) => {
  const hearAll = async () => {
    await hear()
    await pairs.tellOfTicket()
    await pairs.lookAtSoar()
  }

  test('and both sides got one', async () => {
    await label({ add: 'mail' })
    await tag('old', 'vip', 'host')
    await hearAll()
    await pairs.ends(held, both('host', 'mail', 'old', 'vip'))
  })

  test('and the ticket lost one while SOAR got one', async () => {
    await label({ remove: 'old' })
    await tag('old', 'vip', 'host')
    await hearAll()
    await pairs.ends(held, both('host', 'vip'))
  })

  test('and SOAR lost one while the ticket got one', async () => {
    await label({ add: 'mail' })
    await tag('vip')
    await hearAll()
    await pairs.ends(held, both('mail', 'vip'))
  })

  test('and each lost another one', async () => {
    await label({ remove: 'old' })
    await tag('old')
    await hearAll()
    await pairs.ends(held, both())
  })
})

test('a label that a person adds between the look of the bridge and its write stays', async () => {
  const path = pairs.paths().ticket.replace('/api/2/', '/api/3/')
  await tag('old', 'vip', 'host')
  const slow = { name: 'latency', method: 'PUT', path, ms: 500, times: 1 }
  await pairs.jira.call('POST', '/_sandbox/scenario', slow)
  const heard = pairs.lookAtSoar()
  await waitUntil('the bridge writes', async () => {
    const { requests } = (await pairs.jira.call('GET', '/_sandbox/requests')).body
    return requests.some((one: Entry) => one.method === 'PUT' && one.path === path && one.status === null)
  })
  await label({ add: 'mail' })
  await heard
  await pairs.tellOfTicket()
  await pairs.ends(held, both('host', 'mail', 'old', 'vip'))
})
