import type { JiraConnector } from '../../../src/connectors/jira'
import type { UpdateTicket } from '../../../src/domain/command'
import { buildTicketUpdate } from '../../builders/ticket-commands'
import { trySending } from '../../conformance/ticket-writer-suite'
import { failureOf } from '../../support/http-client-stage'
import { connectJira, writesOf } from '../../support/jira-connector'
import type { JiraFlavor } from '../../support/jira-documents'
import { type JiraStage, startJiraStage } from '../../support/jira-stage'

describe.each<JiraFlavor>(['cloud', 'datacenter'])('an update of a ticket on %s', flavor => {
  let jira: JiraStage
  let connector: JiraConnector
  let id: string
  beforeAll(async () => {
    jira = await startJiraStage({
      flavor,
      webhooks: [],
      screens: { Done: { resolution: 'required', customfield_10031: 'required' } },
    })
    connector = connectJira(jira, flavor)
  })
  beforeEach(async () => {
    await jira.scenario({ name: 'clear' })
    id = (await jira.file({ labels: ['spam'], components: [{ name: 'Network' }] })).id
  })
  afterAll(() => jira.close())

  const fieldsOf = async () => (await jira.call('GET', `/rest/api/2/issue/${id}`)).body.fields
  const update = (changes: Partial<UpdateTicket>) => buildTicketUpdate({ ticket: { id }, ...changes })
  const set = {
    summary: 'Odd\nlogin again',
    priority: 'high',
    duedate: '2026-12-01T10:00:00Z',
    assignee: 'rdiaz@acme.example',
    description: 'Seen on http://evil.example\n[~accountid:1] and {noformat}',
  }
  const lists = {
    labels: { add: ['credential theft', 'spam'], remove: [] },
    components: { add: ['Endpoint'], remove: ['Network'] },
  }

  test('sets by one edit only what differs, by the names of things, without markup or mails', async () => {
    const command = update({ set, lists })
    const writes = await writesOf(jira, () => connector.apply(command, trySending()))
    expect(writes).toMatchObject([{ method: 'PUT', query: 'notifyUsers=false' }])
    const fields = await fieldsOf()
    expect(fields).toMatchObject({
      summary: 'Odd login again',
      priority: { name: 'High' },
      duedate: '2026-12-01',
      assignee: { displayName: 'Rosa Diaz' },
      labels: ['credential_theft', 'spam'],
      components: [{ name: 'Endpoint' }],
    })
    expect(fields.description).toContain('hxxp://evil[.]example')
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found' })
    expect(await writesOf(jira, () => connector.apply(command, trySending(true)))).toEqual([])
    const more = update({ set: { ...set, priority: 'Low' }, lists })
    expect(await connector.lookUp(more, trySending())).toEqual({ status: 'missing', what: 'the new priority' })
  })

  test('clears what shall be empty', async () => {
    await connector.apply(update({ set }), trySending())
    const cleared = update({ set: { description: null, duedate: null, assignee: null } })
    await connector.apply(cleared, trySending())
    expect(await fieldsOf()).toMatchObject({ description: null, duedate: null, assignee: null })
    expect(await connector.lookUp(cleared, trySending())).toMatchObject({ status: 'found' })
  })

  test('tells of a person whom Jira does not know, and does the rest', async () => {
    const command = update({ set: { assignee: 'nobody@acme.example', priority: 'Low' } })
    const { notes } = await connector.apply(command, trySending())
    expect(notes).toEqual([expect.stringContaining('assignee')])
    expect(await fieldsOf()).toMatchObject({ assignee: null, priority: { name: 'Low' } })
    expect(await connector.lookUp(command, trySending())).toMatchObject({ status: 'found' })
  })

  test('is refused before it leaves where a field or a value is not offered', async () => {
    const sending = trySending()
    for (const [wish, code] of [
      [{ priority: 'Urgent' }, 'value-unavailable'],
      [{ resolution: 'Done' }, 'field-unavailable'],
    ] as const) {
      const failure = await failureOf(connector.apply(update({ set: wish }), sending))
      expect(failure).toMatchObject({ kind: 'rejected', code, effect: 'none' })
    }
    expect(sending.announced).toBe(0)
  })

  test('takes the transition to the best of the statuses, filling in what its screen asks for', async () => {
    const fields = { resolution: 'false positive', customfield_10031: 'ws-1', customfield_10099: 'not on the screen' }
    const command = update({ status: { to: ['Resolved', 'Done'], fields } })
    expect(await connector.lookUp(command, trySending())).toEqual({ status: 'missing', what: 'the new status' })
    await connector.apply(command, trySending())
    expect(await fieldsOf()).toMatchObject({ status: { name: 'Done' }, resolution: { name: 'False Positive' } })
    expect(await writesOf(jira, () => connector.apply(command, trySending(true)))).toEqual([])
    await connector.apply(update({ status: { to: ['In Progress'], fields }, set: { priority: 'Low' } }), trySending())
    expect(await fieldsOf()).toMatchObject({ status: { name: 'In Progress' }, priority: { name: 'Low' } })
  })

  test('says what a transition requires, or which statuses are offered, where it cannot be made', async () => {
    const open = update({ status: { to: ['Done'], fields: { resolution: 'Done' } } })
    const unfilled = await failureOf(connector.apply(open, trySending()))
    expect(unfilled).toMatchObject({ code: 'transition-unavailable', effect: 'none' })
    expect(String(unfilled)).toContain('customfield_10031')
    const nowhere = await failureOf(connector.apply(update({ status: { to: ['Closed'], fields: {} } }), trySending()))
    expect(nowhere).toMatchObject({ kind: 'rejected', code: 'transition-unavailable' })
    expect(String(nowhere)).toContain('offered: In Progress, Done')
    expect((await fieldsOf()).status.name).toBe('To Do')
  })

  test('goes nowhere on a ticket that is gone', async () => {
    await jira.call('DELETE', `/rest/api/2/issue/${id}`)
    const command = update({ set: { priority: 'Low' } })
    expect(await connector.lookUp(command, trySending())).toEqual({ status: 'missing', what: 'the ticket' })
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ code: 'not-found', effect: 'none' })
  })
})

describe('in a workflow of steps', () => {
  let jira: JiraStage
  afterEach(() => jira.close())

  const openStage = async (workflow: Record<string, string[]>) => {
    jira = await startJiraStage({ webhooks: [], workflow })
    const { id } = await jira.file()
    const statusOf = async () => (await jira.call('GET', `/rest/api/2/issue/${id}`)).body.fields.status.name
    const command = buildTicketUpdate({ ticket: { id }, status: { to: ['Done'], fields: {} } })
    return { connector: connectJira(jira, 'cloud'), command, statusOf }
  }

  test('the only way on is followed to the status', async () => {
    const { connector, command, statusOf } = await openStage({ 'To Do': ['In Progress'] })
    expect(await writesOf(jira, () => connector.apply(command, trySending()))).toHaveLength(2)
    expect(await statusOf()).toBe('Done')
  })

  test('what was reached before a dead end is told as unknown, and refused from there on', async () => {
    const { connector, command, statusOf } = await openStage({ 'To Do': ['In Progress'], 'In Progress': ['To Do'] })
    const stuck = { code: 'transition-unavailable' }
    expect(await failureOf(connector.apply(command, trySending()))).toMatchObject({ ...stuck, effect: 'unknown' })
    expect(await statusOf()).toBe('In Progress')
  })

  test('the way never leads through a status that closes', async () => {
    const { connector, command, statusOf } = await openStage({ 'To Do': ['Done'] })
    const wish = { ...command, status: { to: ['In Progress'], fields: {} } }
    expect(await failureOf(connector.apply(wish, trySending()))).toMatchObject({ effect: 'none' })
    expect(await statusOf()).toBe('To Do')
  })
})
