import { openSilentPairs, type SilentPairs } from '../support/silent-pair'

const rules = `
container:
  name: '{summary}'
  severity:
    - { when: { field: priority, equals: High }, use: high }
    - { when: { field: priority, equals: Medium }, use: medium }
    - { use: low }
fields: { severity: { direction: both, conflict: latest } }
toTicket: { severity: [{ field: priority, values: { high: High, medium: Medium, low: Low } }] }
`
let pairs: SilentPairs

beforeAll(async () => {
  pairs = await openSilentPairs(rules)
})
beforeEach(() => pairs.file({ priority: { name: 'Low' } }))
afterAll(() => pairs.close())

const editPriority = (name: string) => pairs.inJira({ fields: { priority: { name } } })
const editSummary = () => pairs.inJira({ fields: { summary: 'Beacon, every hour' } })
const editSeverity = (severity: string) => pairs.inSoar({ severity })
const severities = async () => [(await pairs.ticket()).fields.priority.name, (await pairs.container()).severity]
const ofJira = ['High', 'high']
const ofSoar = ['Medium', 'medium']

describe.each([
  ['the webhook comes first', () => pairs.tellOfTicket()],
  ['SOAR is looked at first, and the webhook is late', () => pairs.lookAtSoar()],
])('of two edits of one field the later wins where %s', (_, hear) => {
  const hearAll = async () => {
    await hear()
    await pairs.tellOfTicket()
    await pairs.lookAtSoar()
  }

  test('and Jira was later', async () => {
    await editSeverity('medium')
    await editPriority('High')
    await hearAll()
    await pairs.ends(severities, ofJira)
  })

  test('and SOAR was later', async () => {
    await editPriority('High')
    await editSeverity('medium')
    await hearAll()
    await pairs.ends(severities, ofSoar)
  })

  test('and SOAR was later, although the ticket was changed elsewhere afterwards', async () => {
    await editPriority('High')
    await editSeverity('medium')
    await editSummary()
    await hearAll()
    await pairs.ends(severities, ofSoar)
  })
})

describe('webhooks in the wrong order change nothing', () => {
  const hearReversed = async () => {
    await pairs.tellOfTicket({ isReversed: true })
    await pairs.lookAtSoar()
  }

  test('where Jira was later', async () => {
    await editPriority('Medium')
    await editSeverity('medium')
    await editPriority('High')
    await editSummary()
    await hearReversed()
    await pairs.ends(severities, ofJira)
  })

  test('where SOAR was later', async () => {
    await editPriority('High')
    await editSeverity('medium')
    await editSummary()
    await hearReversed()
    await pairs.ends(severities, ofSoar)
  })
})
