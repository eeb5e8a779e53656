import { buildStatusComment } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import type { JiraFlavor } from '../../support/jira-documents'
import { openRecordedJira } from '../../support/recorded-jira'
import { findJiraValidator } from '../../support/validate-jira'

type Connector = Awaited<ReturnType<typeof openRecordedJira>>['connector']

/** Every call that reaches Jira. One that is missing here is found by the last test. */
const calls: Record<string, (connector: Connector, ticket: { id: string; key: string }) => Promise<unknown>> = {
  readTicket: (connector, { id }) => connector.readTicket({ id }),
  resolveTicketId: (connector, { key }) => connector.resolveTicketId({ key }),
  probe: connector => connector.probe(),
  apply: async (connector, { id }) => {
    const command = buildStatusComment({ ticket: { id } })
    const { id: commentId } = await connector.apply(command, trySending())
    await connector.apply({ ...command, commentId, text: 'Malicious: evil.example' }, trySending())
    await connector.apply({ ...command, text: 'Clean' }, trySending())
  },
  lookUp: (connector, { id }) => connector.lookUp(buildStatusComment({ ticket: { id } }), trySending()),
  findDuplicates: (connector, { id }) => connector.findDuplicates(buildStatusComment({ ticket: { id } })),
}

/** What a connector answers by itself. */
const silent = ['system', 'connection', 'webhook', 'identify', 'normalize']

let recorded: Awaited<ReturnType<typeof openRecordedJira>>
afterEach(() => recorded.close())

describe.each<JiraFlavor>(['cloud', 'datacenter'])('on %s', flavor => {
  beforeEach(async () => {
    recorded = await openRecordedJira(flavor)
  })

  test.each(Object.keys(calls))("what %s sends fits Atlassian's document", async name => {
    await calls[name]?.(recorded.connector, recorded)
    expect(recorded.sent.length).toBeGreaterThan(0)
    const judgments = recorded.sent.map(request => findJiraValidator()?.validateJiraRequest(request))
    expect(judgments.filter(judgment => judgment !== undefined && judgment.verdict !== 'fits')).toEqual([])
  })

  test('no call of the connector is left out', () => {
    expect([...Object.keys(calls), ...silent].sort()).toEqual(Object.keys(recorded.connector).sort())
  })
})
