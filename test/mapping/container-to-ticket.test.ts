import type { Json } from '../../src/domain/json'
import { mapToTicket } from '../../src/mapping/container-to-ticket'
import type { SyncedField } from '../../src/mapping/field-policy'
import { aRecord, aTicket, aTicketWith } from '../builders/a-ticket'
import { rulesFrom, shippedRules } from '../builders/some-rules'

const jira = shippedRules('jira')
const servicenow = shippedRules('servicenow')
const nothing = { set: {}, lists: {}, status: null }

describe('what SOAR wants of a Jira ticket', () => {
  const ticket = aTicketWith({
    priority: { id: '1', name: 'Highest' },
    status: { name: 'Hunting', statusCategory: { key: 'indeterminate' } },
    labels: ['vip', 'mail'],
    assignee: { name: 'mreed', displayName: 'Mia Reed' },
    duedate: '2024-05-01',
  })
  const wish = (wanted: Partial<Record<SyncedField, Json>>) => mapToTicket({ wanted, ticket, rules: jira })

  it.each<[string, Partial<Record<SyncedField, Json>>]>([
    ['a priority of the same severity', { severity: 'high' }],
    ['a status of the same kind', { status: 'Open' }],
    ['the same day', { dueTime: '2024-05-01T10:00:00.000Z' }],
    ['the person under another name', { owner: 'Mia Reed' }],
    ['the same labels in another order', { tags: ['mail', 'vip'] }],
    ['a severity that no rule writes', { severity: 'weird' }],
    ['nothing', {}],
  ])('is nothing where it has %s', (_title, wanted) => {
    expect(wish(wanted)).toMatchObject(nothing)
  })

  it('is fields with the rule that decided each', () => {
    const wished = wish({ severity: 'Low', owner: 'ada@acme.example', dueTime: '2024-06-02T08:00:00Z' })
    expect(wished.set).toEqual({ priority: 'Low', assignee: 'ada@acme.example', duedate: '2024-06-02' })
    expect(wished.decisions).toContainEqual({ field: 'severity', rule: 'toTicket.severity[0]' })
  })

  it('clears an owner and a due date that SOAR took away', () => {
    expect(wish({ owner: null, dueTime: null }).set).toEqual({ assignee: null, duedate: null })
  })

  it('is labels to put in and to take out, but none with blanks', () => {
    expect(wish({ tags: ['vip', 'new', 'two words', 'ticket-deleted'] }).lists).toEqual({
      labels: { add: ['new'], remove: ['mail'] },
    })
  })

  it('is no label where a tag came from watchers, and none to take out where they went', () => {
    const rules = rulesFrom(`
container: { tags: [{ from: labels }, { from: watchers.name }] }
toTicket: { tags: [{ field: labels }] }
`)
    const watched = aTicketWith({ labels: ['vip'], watchers: [{ name: 'mreed', displayName: 'Mia Reed' }] })
    const listsFor = (tags: string[]) => mapToTicket({ wanted: { tags }, ticket: watched, rules }).lists
    expect(listsFor(['mreed', 'vip'])).toEqual({})
    expect(listsFor(['mreed', 'vip', 'new'])).toEqual({ labels: { add: ['new'], remove: [] } })
    expect(listsFor(['vip'])).toEqual({})
  })

  it('is a list of statuses with the resolution that the closing reason means', () => {
    const closed = (reason: string | null) =>
      mapToTicket({ wanted: { status: 'closed' }, ticket, rules: jira, closing: { reason, notes: '' } }).status
    expect(closed(null)).toEqual({ to: ['Done', 'Closed', 'Resolved', 'Completed'], fields: { resolution: 'Done' } })
    expect(closed('false positive')).toMatchObject({ fields: { resolution: "Won't Do" } })
    expect(closed('false positive')?.to[0]).toBe("Won't Do")
    expect(wish({ status: 'closed', closeReason: 'Duplicate' }).status?.fields).toEqual({ resolution: 'Duplicate' })
  })

  it('is nothing for a ticket that is gone', () => {
    const gone = aTicket({ deleted: true })
    expect(mapToTicket({ wanted: { status: 'closed' }, ticket: gone, rules: jira })).toMatchObject(nothing)
  })
})

describe('what SOAR wants of a security incident', () => {
  const inState = (state: string) => aRecord({ state, severity: '2' }, { collection: 'sn_si_incident' })
  const wish = (state: string, status: string, reason: string | null = null) =>
    mapToTicket({
      wanted: { status },
      ticket: inState(state),
      rules: servicenow,
      closing: { reason, notes: 'Blocked the host' },
    })

  it('only ever goes forward', () => {
    expect(wish('10', 'open').status?.to).toEqual(['16', '18', '19', '20', '100'])
    expect(wish('19', 'new')).toMatchObject({ status: null, decisions: [{ field: 'status' }] })
    expect(wish('Analysis', 'new').status).toBeNull()
    expect(wish('3', 'open').status).toBeNull()
  })

  it('stays where its state means the same', () => {
    expect(wish('19', 'open').status).toBeNull()
    expect(wish('7', 'closed').status).toBeNull()
  })

  it('is closed with close code and notes', () => {
    expect(wish('16', 'closed', 'False positive').status).toEqual({
      to: ['3'],
      fields: { close_code: '2', close_notes: 'Blocked the host' },
    })
    expect(wish('16', 'closed').status?.fields.close_code).toBe('100')
  })
})

describe('what SOAR wants of an incident', () => {
  const ticket = aRecord({ state: '2', severity: '3', impact: '3', urgency: '3', priority: '5' })
  const wish = (wanted: Partial<Record<SyncedField, Json>>) => mapToTicket({ wanted, ticket, rules: servicenow })

  it('may go back as well as forward', () => {
    expect(wish({ status: 'new' }).status?.to).toEqual(['1'])
  })

  it('says that it was closed in SOAR where nobody said more', () => {
    expect(wish({ status: 'closed' }).status).toEqual({
      to: ['6', '7', '8'],
      fields: { close_code: 'Solution provided', close_notes: 'Closed in Splunk SOAR' },
    })
    expect(wish({ status: 'closed', closeReason: 'Duplicate' }).status?.fields).toEqual({
      close_code: 'Duplicate',
      close_notes: 'Closed in Splunk SOAR: Duplicate',
    })
  })

  it('sets every column that its severity is read from', () => {
    expect(wish({ severity: 'medium' }).set).toEqual({ severity: '2', impact: '2', urgency: '2' })
    expect(wish({ severity: 'high' }).set).toEqual({ severity: '1' })
  })

  it('tells a time as ServiceNow writes it', () => {
    expect(wish({ dueTime: '2024-06-02T08:00:00.000Z' }).set).toEqual({ due_date: '2024-06-02 08:00:00' })
  })
})

describe('the rules of the way back', () => {
  it('write names without the key, texts, mapped people and fields of their own', () => {
    const rules = rulesFrom(
      [
        'toTicket:',
        '  name: [{ field: summary }]',
        '  description: [{ field: description }]',
        '  owner: [{ field: assignee, names: { Mia@acme.example: mreed }, onlyNamed: true }]',
        '  customFields: { soar_state: "in SOAR: {soar.status}", soar_severity: "{soar.severity}" }',
      ].join('\n'),
    )
    const wanted = { name: 'SEC-42: Beacon', description: 'Blocked.', owner: 'mia@acme.example', status: 'open' }
    expect(mapToTicket({ wanted, ticket: aTicket(), rules }).set).toEqual({
      summary: 'Beacon',
      description: 'Blocked.',
      assignee: 'mreed',
      soar_state: 'in SOAR: open',
    })
    expect(mapToTicket({ wanted: { owner: 'eve@acme.example' }, ticket: aTicket(), rules }).set).toEqual({})
  })

  it('write nothing where a rules file has none of them', () => {
    const wanted = { name: 'x', severity: 'high', status: 'closed', owner: 'x', tags: ['x'], dueTime: null }
    expect(mapToTicket({ wanted, ticket: aTicket(), rules: rulesFrom('') })).toMatchObject(nothing)
  })
})
