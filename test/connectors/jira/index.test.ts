import { createJiraConnector } from '../../../src/connectors/jira'
import type { Json } from '../../../src/domain/json'
import { failureOfStatus, type ServerAnswer, startAnsweringServer } from '../../support/answering-server'
import { readFixture } from '../../support/read-fixture'

const close: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(close.splice(0).map(each => each())))

async function startConnector(answers: Record<string, ServerAnswer>) {
  const server = await startAnsweringServer(answers)
  close.push(server.close)
  const connector = createJiraConnector({
    connection: 'jira',
    browseUrl: 'https://acme.example',
    flavor: 'cloud',
    webhook: { secrets: ['secret'] },
    http: server.http,
    failureOfStatus,
    clock: { now: () => 1000 },
  })
  return { connector, asked: server.asked }
}

const wholeIssue = '/rest/api/2/issue/10072?fields=*all&expand=changelog'
const issue = readFixture('jira/issue-with-documents').issue as Json

describe('readTicket', () => {
  test('answers the issue as a webhook would have told it', async () => {
    const { connector } = await startConnector({ [wholeIssue]: { body: issue } })
    const { changes } = connector.normalize(readFixture('jira/issue-with-documents'), 5)
    expect(await connector.readTicket({ id: '10072' })).toEqual(changes[0])
  })

  test('answers a whole record, however few fields it shows', async () => {
    const { connector } = await startConnector({ [wholeIssue]: { body: { id: '10072', key: 'SEC-13' } } })
    expect(await connector.readTicket({ id: '10072' })).toMatchObject({ complete: true, version: { at: 1000 } })
  })

  test('tells when each field changed last, whichever way the history is sorted', async () => {
    const entry = (created: string, ...names: string[]) => ({
      created: `2026-03-04T${created}:00.000+0000`,
      items: names.map(fieldId => ({ fieldId })),
    })
    const histories = [entry('09:00', 'status'), entry('11:00', 'priority'), entry('10:00', 'status', 'priority')]
    const body = { id: '10072', key: 'SEC-13', changelog: { histories: [...histories, { created: 'never' }] } }
    const { connector } = await startConnector({ [wholeIssue]: { body } })
    const at = (time: string) => Date.parse(`2026-03-04T${time}:00Z`)
    expect(await connector.readTicket({ id: '10072' })).toMatchObject({
      changedAt: { status: at('10:00'), priority: at('11:00') },
    })
  })

  test('answers null where Jira answers 404', async () => {
    const { connector } = await startConnector({})
    expect(await connector.readTicket({ id: '10072' })).toBeNull()
  })

  test('takes a 404 to a refused login for what it is', async () => {
    const headers = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' }
    const { connector } = await startConnector({ [wholeIssue]: { status: 404, headers, body: {} } })
    await expect(connector.readTicket({ id: '10072' })).rejects.toMatchObject({ kind: 'denied' })
  })

  test.each([
    ['another issue', { id: '10073', key: 'SEC-14', fields: { summary: 'x' } }],
    ['a list', []],
  ])('does not take %s for the ticket', async (_, body) => {
    const { connector } = await startConnector({ [wholeIssue]: { body } })
    await expect(connector.readTicket({ id: '10072' })).rejects.toMatchObject({ kind: 'unavailable' })
  })

  test('raises what a status stands for', async () => {
    const { connector } = await startConnector({ [wholeIssue]: { status: 503, body: {} } })
    await expect(connector.readTicket({ id: '10072' })).rejects.toMatchObject({ kind: 'unavailable', status: 503 })
  })

  test('asks for nothing that is no id', async () => {
    const { connector, asked } = await startConnector({})
    expect(await connector.readTicket({ id: '../myself' })).toBeNull()
    expect(asked).toEqual([])
  })
})

describe('resolveTicketId', () => {
  test('answers the id behind a key, also where the issue has moved to another', async () => {
    const { connector } = await startConnector({
      '/rest/api/2/issue/SEC-12?fields=project': { body: { id: '10071', key: 'IR-3' } },
    })
    expect(await connector.resolveTicketId({ key: 'SEC-12' })).toEqual({ id: '10071' })
  })

  test('answers null for a key that is unknown or none', async () => {
    const { connector, asked } = await startConnector({})
    expect(await connector.resolveTicketId({ key: 'SEC-12' })).toBeNull()
    expect(await connector.resolveTicketId({ key: '..' })).toBeNull()
    expect(asked).toEqual(['GET /rest/api/2/issue/SEC-12?fields=project'])
  })

  test('does not take an answer without an id for an unknown key', async () => {
    const { connector } = await startConnector({ '/rest/api/2/issue/SEC-12?fields=project': { body: {} } })
    await expect(connector.resolveTicketId({ key: 'SEC-12' })).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

describe('probe', () => {
  test('succeeds where Jira says who we are', async () => {
    const { connector } = await startConnector({ '/rest/api/2/myself': { body: { accountId: 'x' } } })
    await expect(connector.probe()).resolves.toBeUndefined()
  })

  test.each([401, 404, 500])('fails on %d', async status => {
    const { connector } = await startConnector({ '/rest/api/2/myself': { status, body: {} } })
    await expect(connector.probe()).rejects.toMatchObject({ status })
  })
})
