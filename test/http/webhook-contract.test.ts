import type { JsonObject } from '../../src/domain/json'
import { type Contract, loadContract } from '../../src/http/contract'
import { describeWebhooks, type Webhook } from '../../src/http/webhook-contract'

const contract = loadContract('openapi.yaml')
const doors = describeWebhooks(contract)
const jira = doors.find(({ system }) => system === 'jira') as Webhook
const servicenow = doors.find(({ system }) => system === 'servicenow') as Webhook

/** The contract with another description of Jira's webhook. */
function changed(changes: object, path = '/webhooks/jira/{connection}'): Contract {
  const operation = contract.document.paths['/webhooks/jira/{connection}']?.post
  const paths = { [path]: { post: { ...operation, ...changes } } } as typeof contract.document.paths
  return { ...contract, document: { ...contract.document, paths } }
}
const bodyOf = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } })

describe('the webhooks of the contract', () => {
  test('have an address and the ways to prove oneself there, in their order', () => {
    expect(doors.map(({ system, prefix, schemes }) => ({ system, prefix, schemes }))).toEqual([
      {
        system: 'jira',
        prefix: '/webhooks/jira/',
        schemes: ['jiraSignature', 'webhookSecret', 'webhookBasic'],
      },
      {
        system: 'servicenow',
        prefix: '/webhooks/servicenow/',
        schemes: ['servicenowSignature', 'webhookSecret', 'webhookBasic'],
      },
    ])
  })

  test.each<[body: JsonObject]>([
    [{}],
    [{ timestamp: 1, webhookEvent: 'x', issue: { id: '1', key: 'A-1', fields: null } }],
    [{ anything: { of: 'theirs' } }],
  ])('take %j', body => {
    expect(jira.meetsContract({ headers: {}, body })).toBe(true)
  })

  test.each<[body: JsonObject]>([
    [{ timestamp: 'yesterday' }],
    [{ webhookEvent: 5 }],
    [{ issue: 'SEC-1' }],
    [{ issue: { id: null } }],
    [{ issue: { fields: [] } }],
    [{ comment: 'hello' }],
  ])('do not take %j for what Jira sends', body => {
    expect(jira.meetsContract({ headers: {}, body })).toBe(false)
  })

  test('look at the headers that the contract describes, and at no other', () => {
    const named = (id: string) => ({ 'x-atlassian-webhook-identifier': id, 'x-other': 'x'.repeat(500) })
    expect(jira.meetsContract({ headers: named('x'.repeat(200)), body: {} })).toBe(true)
    expect(jira.meetsContract({ headers: named('x'.repeat(201)), body: {} })).toBe(false)
  })

  test('differ in what they take', () => {
    expect(servicenow.meetsContract({ headers: {}, body: {} })).toBe(false)
    expect(servicenow.meetsContract({ headers: {}, body: { timestamp: 'yesterday' } })).toBe(true)
  })

  test.each<[what: string, contract: Contract]>([
    ['a schema that does not compile', changed(bodyOf({ type: 'nothing' }))],
    ['a schema that is not there', changed(bodyOf({ $ref: '#/components/schemas/Nothing' }))],
    ['no body', changed({ requestBody: undefined })],
    ['no way to prove oneself', changed({ security: [] })],
    ['two proofs at once', changed({ security: [{ jiraSignature: [], webhookSecret: [] }] })],
    ['a proof without a name', changed({ security: [{}] })],
    ['an address that does not end in the connection', changed({}, '/webhooks/jira/{connection}/more')],
  ])('refuse the start with %s', (_, broken) => {
    expect(() => describeWebhooks(broken)).toThrow(
      expect.objectContaining({ kind: 'misconfigured', code: 'contract-broken' }),
    )
  })
})
