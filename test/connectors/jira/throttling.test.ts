import { failureOfStatus } from '../../../src/connectors/http-client'
import { withJiraLimits } from '../../../src/connectors/jira/throttling'
import { buildTicketUpdate } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectJira } from '../../support/jira-connector'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

const now = Date.UTC(2026, 2, 26, 15, 59)
const judge = withJiraLimits(failureOfStatus)

test.each([
  [{ 'retry-after': '7', 'x-ratelimit-reset': '2026-03-26T16:00Z' }, now + 7_000],
  [{ 'x-ratelimit-reset': '2026-03-26T16:00Z' }, now + 60_000],
  [{ 'x-ratelimit-reset': '2026-03-26T16:00:30.000Z' }, now + 90_000],
  [{ 'x-ratelimit-interval-seconds': '5' }, now + 5_000],
  [{ 'ratelimit-reason': 'jira-per-issue-on-write' }, now + 30_000],
  [{}, undefined],
])('a 429 with %j says when to come back', (headers, retryAt) => {
  expect(judge(429, headers, now)).toMatchObject({ kind: 'unavailable', effect: 'none', retryAt })
})

test('any other status is left to the common table', () => {
  expect(judge(403, {}, now)).toMatchObject({ kind: 'denied', code: 'forbidden', status: 403 })
})

describe('on Cloud with its own limits', () => {
  let jira: JiraStage
  beforeAll(async () => {
    jira = await startJiraStage({ webhooks: [] })
  })
  afterAll(() => jira.close())

  test('too many writes of one ticket make that ticket wait, and are no fault of the connection', async () => {
    const connector = connectJira(jira, 'cloud')
    const { id } = await jira.file()
    await jira.call('POST', '/_sandbox/limits', { body: { issueWrites: true } })
    for (let write = 0; write < 20; write += 1) {
      await jira.call('PUT', `/rest/api/2/issue/${id}`, { body: { fields: { summary: `edit ${write}` } } })
    }
    const command = buildTicketUpdate({ ticket: { id }, set: { summary: 'ours' } })
    const failure = await failureOf(connector.apply(command, trySending()))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'ticket-throttled', effect: 'none', status: undefined })
    expect(failure.retryAt).toEqual(expect.any(Number))
    await connector.probe()
  })
})
