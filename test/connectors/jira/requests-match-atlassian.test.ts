import type { TicketCommand } from '../../../src/domain/command'
import {
  buildComment,
  buildFile,
  buildRemoteLink,
  buildStatusComment,
  buildTicketUpdate,
} from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import type { JiraFlavor, JiraRequest } from '../../support/jira-documents'
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
    for (const other of otherCommands(id)) await connector.apply(other, trySending())
  },
  lookUp: async (connector, { id }) => {
    for (const command of otherCommands(id)) await connector.lookUp(command, trySending())
    await connector.lookUp(buildStatusComment({ ticket: { id } }), trySending())
  },
  findDuplicates: (connector, { id }) => connector.findDuplicates(buildStatusComment({ ticket: { id } })),
  readAttachment: async (connector, { id }) => {
    const { id: fileId } = await connector.apply(buildFile({ ticket: { id } }), trySending())
    await connector.readAttachment({ id }, { id: fileId, mostBytes: 1_000 })
  },
  readUpdated: async (connector, { id }) => {
    await connector.readUpdated({ collection: null, after: null, limit: 10 })
    await connector.readUpdated({ collection: null, after: { at: Date.UTC(2026, 0, 1), id }, limit: 10 })
  },
  findGone: (connector, { id }) => {
    const collection = 'SEC'
    return connector.findGone([id, '999999'].map(one => ({ id: one, collection })))
  },
  countUpdated: connector => connector.countUpdated({ collection: null, after: null, query: 'project = SEC' }),
  readVocabulary: connector => connector.readVocabulary(),
}

/** One of each kind that the status comment does not stand for. */
function otherCommands(id: string): TicketCommand[] {
  const ticket = { id }
  const set = { priority: 'High', description: 'Seen twice', assignee: 'rdiaz@acme.example', duedate: '2026-12-01' }
  const lists = { labels: { add: ['phishing'], remove: [] }, components: { add: ['Network'], remove: [] } }
  return [
    buildComment({ ticket, audience: 'customer' }),
    buildTicketUpdate({ ticket, set, lists, status: { to: ['Done'], fields: { resolution: 'Duplicate' } } }),
    buildFile({ ticket }),
    buildRemoteLink({ ticket }),
  ]
}

/** Data Center's document has neither the pages that files come from, nor `expand` of transitions, which Atlassian's guides use. */
function isDocumented({ flavor, path }: JiraRequest): boolean {
  return flavor === 'cloud' || !(path.startsWith('/secure/') || path.endsWith('/transitions?expand=transitions.fields'))
}

/** What a connector answers by itself. */
const silent = ['system', 'connection', 'webhook', 'identify', 'normalize', 'originalsOf']

let recorded: Awaited<ReturnType<typeof openRecordedJira>>
afterEach(() => recorded.close())

describe.each<JiraFlavor>(['cloud', 'datacenter'])('on %s', flavor => {
  beforeEach(async () => {
    recorded = await openRecordedJira(flavor)
  })

  test.each(Object.keys(calls))("what %s sends fits Atlassian's document", async name => {
    await calls[name]?.(recorded.connector, recorded)
    expect(recorded.sent.length).toBeGreaterThan(0)
    const judgments = recorded.sent
      .filter(isDocumented)
      .map(request => findJiraValidator()?.validateJiraRequest(request))
    expect(judgments.filter(judgment => judgment !== undefined && judgment.verdict !== 'fits')).toEqual([])
  })

  test('no call of the connector is left out', () => {
    expect([...Object.keys(calls), ...silent].sort()).toEqual(Object.keys(recorded.connector).sort())
  })
})
