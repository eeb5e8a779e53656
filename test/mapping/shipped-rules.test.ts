import type { ContainerFields } from '../../src/domain/container'
import type { JsonObject } from '../../src/domain/json'
import type { Ticket } from '../../src/domain/ticket'
import { policyOf } from '../../src/mapping/field-policy'
import type { Rules } from '../../src/mapping/rules'
import { mapTicket } from '../../src/mapping/ticket-to-container'
import { aRecord, aTicketWith } from '../builders/a-ticket'
import { rulesFrom, shippedRules } from '../builders/some-rules'

function fieldsOf(ticket: Ticket, rules: Rules): ContainerFields {
  const mapped = mapTicket({ ticket, observables: [], rules, defaults: { label: 'events' } })
  if ('skippedBy' in mapped) throw new Error(`skipped by ${mapped.skippedBy}`)
  return mapped.desired.fields
}

describe('the rules that ship for Jira', () => {
  const rules = shippedRules('jira')
  const jira = (fields: JsonObject) => fieldsOf(aTicketWith(fields), rules)

  it.each([
    ['Highest', 'high'],
    ['High', 'high'],
    ['Medium', 'medium'],
    ['Low', 'low'],
    ['Lowest', 'low'],
    ['Blocker', 'high'],
    ['Critical', 'high'],
    ['Major', 'medium'],
    ['Minor', 'low'],
    ['Trivial', 'low'],
    ['Whatever', 'medium'],
  ])('read priority %s as severity %s', (name, severity) => {
    expect(jira({ priority: { id: '1', name } }).severity).toBe(severity)
  })

  it('read no priority as medium', () => {
    expect(jira({ priority: null }).severity).toBe('medium')
    expect(jira({}).severity).toBe('medium')
  })

  it.each([
    [{ name: 'Triage', statusCategory: { key: 'new' } }, 'new'],
    [{ name: 'Hunting', statusCategory: { key: 'indeterminate' } }, 'open'],
    [{ name: 'Erledigt', statusCategory: { key: 'done' } }, 'closed'],
    [{ name: 'Closed' }, 'closed'],
    [{ name: 'In Progress' }, 'open'],
    [{ name: 'Backlog' }, 'new'],
  ])('read status %j as %s', (status, expected) => {
    expect(jira({ status }).status).toBe(expected)
  })

  it('take tags, owner and times from where Jira keeps them', () => {
    const fields = jira({
      labels: ['vip'],
      components: [{ id: '1', name: 'mail' }],
      assignee: { name: 'mreed', emailAddress: 'mia@acme.example', displayName: 'Mia Reed' },
      duedate: '2024-05-01',
      created: '2024-04-01T10:00:00.000-0700',
    })
    expect(fields).toMatchObject({
      tags: ['mail', 'vip'],
      owner: 'mia@acme.example',
      dueTime: '2024-05-01T23:59:59.000Z',
      startTime: '2024-04-01T17:00:00.000Z',
    })
  })

  it('take the user name where the e-mail address is hidden, and nobody where there is none', () => {
    expect(jira({ assignee: { name: 'mreed', displayName: 'Mia Reed' } }).owner).toBe('mreed')
    expect(jira({ assignee: { accountId: '5b10', displayName: 'Mia Reed' } }).owner).toBeNull()
    expect(jira({ assignee: null }).owner).toBeNull()
  })
})

describe('the rules that ship for ServiceNow', () => {
  const rules = shippedRules('servicenow')
  const incident = (columns: JsonObject) => fieldsOf(aRecord(columns), rules)
  const securityIncident = (columns: JsonObject) => fieldsOf(aRecord(columns, { collection: 'sn_si_incident' }), rules)

  it.each<[JsonObject, string]>([
    [{ priority: '1' }, 'high'],
    [{ priority: '2', severity: '3' }, 'high'],
    [{ priority: '3', severity: '3' }, 'medium'],
    [{ priority: '4', severity: '3' }, 'low'],
    [{ priority: '5' }, 'low'],
    [{ priority: '4', severity: '1' }, 'high'],
    [{ priority: '4', severity: '3', business_criticality: '1' }, 'high'],
    [{ priority: '4', business_criticality: '3' }, 'low'],
    [{ priority: '1 - Critical' }, 'high'],
    [{ priority: { display_value: '3 - Moderate', value: '3' } }, 'medium'],
    [{ priority: { display_value: '5 - Planning' } }, 'low'],
    [{ impact: '1', urgency: '1' }, 'high'],
    [{ impact: '1', urgency: '2' }, 'high'],
    [{ impact: '2', urgency: '1' }, 'high'],
    [{ impact: '2', urgency: '2' }, 'medium'],
    [{ impact: '1', urgency: '3' }, 'medium'],
    [{ impact: '3', urgency: '1' }, 'medium'],
    [{ impact: '2', urgency: '3' }, 'low'],
    [{ impact: '3', urgency: '3' }, 'low'],
    [{ impact: '1', urgency: '1', priority: '4' }, 'low'],
    [{}, 'medium'],
    [{ priority: '', severity: '' }, 'medium'],
  ])('read %j as severity %s', (columns, severity) => {
    expect(incident(columns).severity).toBe(severity)
  })

  it.each([
    ['1', 'new'],
    ['2', 'open'],
    ['3', 'open'],
    ['6', 'closed'],
    ['7', 'closed'],
    ['8', 'closed'],
    ['New', 'new'],
    ['In Progress', 'open'],
    ['On Hold', 'open'],
    ['Resolved', 'closed'],
    ['Canceled', 'closed'],
    ['', 'new'],
  ])('read state %j of an incident as %s', (state, status) => {
    expect(incident({ state }).status).toBe(status)
  })

  it.each([
    ['10', 'new'],
    ['16', 'open'],
    ['18', 'open'],
    ['19', 'open'],
    ['20', 'open'],
    ['100', 'open'],
    ['3', 'closed'],
    ['7', 'closed'],
    ['Analysis', 'open'],
    ['Review', 'open'],
    ['Closed', 'closed'],
    ['Cancelled', 'closed'],
  ])('read state %j of a security incident as %s', (state, status) => {
    expect(securityIncident({ state }).status).toBe(status)
  })

  it('know a security incident by its class where the table is not named', () => {
    const { collection: _unnamed, ...ticket } = aRecord({ state: '3', sys_class_name: 'sn_si_incident' })
    expect(fieldsOf(ticket, rules).status).toBe('closed')
  })

  it('read numbers, codes, references and display values alike', () => {
    expect(incident({ state: { display_value: 'Resolved', value: '6' } }).status).toBe('closed')
    expect(incident({ state: 6 }).status).toBe('closed')
  })

  it('take owner and times from where ServiceNow keeps them, and no bare sys_id as owner', () => {
    expect(incident({ assigned_to: 'beth.anglin', due_date: '2024-05-01 10:00:00' })).toMatchObject({
      owner: 'beth.anglin',
      dueTime: '2024-05-01T10:00:00.000Z',
    })
    expect(
      incident({ assigned_to: { link: 'https://x.example', value: '46d44a23a9fe19810012d100cca80666' } }).owner,
    ).toBeNull()
  })
})

test.each(['jira', 'servicenow'] as const)(
  'the rules that ship for %s leave the due time by its SLA in SOAR, as do rules that say nothing of it',
  name => {
    expect(policyOf(shippedRules(name), 'dueTime').direction).toBe('to-soar')
    expect(policyOf(rulesFrom(), 'dueTime').direction).toBe('to-soar')
  },
)
