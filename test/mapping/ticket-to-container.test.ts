import type { DesiredContainer } from '../../src/domain/container'
import type { Observable } from '../../src/domain/observable'
import type { Ticket } from '../../src/domain/ticket'
import { type Decision, mapTicket } from '../../src/mapping/ticket-to-container'
import { aTicket, aTicketWith } from '../builders/a-ticket'
import { rulesFrom } from '../builders/some-rules'

interface Made {
  desired: DesiredContainer
  decisions: Decision[]
}

function map(ticket: Ticket, rules = '', observables: Observable[] = []): Made {
  const mapped = mapTicket({ ticket, observables, rules: rulesFrom(rules), defaults: { label: 'events' } })
  if ('skippedBy' in mapped) throw new Error(`skipped by ${mapped.skippedBy}`)
  return mapped
}

function ruleOf(made: Made, field: string): string | undefined {
  return made.decisions.find(decision => decision.field === field)?.rule
}

describe('a ticket becomes a container', () => {
  it('with sensible values where no rule speaks', () => {
    const { desired } = map(aTicket())
    expect(desired.fields).toEqual({
      name: 'SEC-42: Beacon to a strange host',
      description: 'It calls home.',
      label: 'events',
      severity: 'medium',
      sensitivity: 'amber',
      status: 'new',
      tags: [],
      owner: null,
      dueTime: null,
      startTime: null,
      customFields: {},
    })
    expect(desired.ticketArtifact.sourceDataIdentifier).toBe('soarbridge:jira:10042:ticket')
  })

  it('not at all where a rule skips it, and that rule is named', () => {
    const rules = rulesFrom('skip: [{ name: sub-tasks, when: { field: issuetype, equals: Sub-task } }]')
    const ticket = aTicketWith({ issuetype: { name: 'Sub-task' } })
    const input = { observables: [], rules, defaults: { label: 'events' } }
    expect(mapTicket({ ...input, ticket })).toEqual({ skippedBy: 'sub-tasks' })
    expect(mapTicket({ ...input, ticket: aTicket() })).not.toHaveProperty('skippedBy')
  })

  it('by the first rule that holds, and the decision names it', () => {
    const rules = `
container:
  label: [{ when: { field: labels, contains: phishing }, use: phishing }]
  severity:
    - { when: { field: priority, equals: Highest }, use: critical }
    - { when: { field: priority, in: [Highest, High] }, use: high }
  status: [{ use: open }]
`
    const made = map(aTicketWith({ priority: { name: 'High' }, labels: ['phishing'] }), rules)
    expect(made.desired.fields).toMatchObject({ label: 'phishing', severity: 'high', status: 'open' })
    expect(ruleOf(made, 'label')).toBe('container.label[0]')
    expect(ruleOf(made, 'severity')).toBe('container.severity[1]')
    expect(ruleOf(made, 'owner')).toBe('default')
  })

  it('with a decision for every field', () => {
    const { desired, decisions } = map(aTicket())
    expect(decisions.map(({ field }) => field).sort()).toEqual(Object.keys(desired.fields).sort())
  })

  it('whose name is the key alone where the summary is missing', () => {
    expect(map(aTicket({ fields: {} })).desired.fields.name).toBe('SEC-42')
    expect(map(aTicket({ fields: { summary: ' ' } })).desired.fields.name).toBe('SEC-42')
  })

  it('whose name keeps the punctuation of a summary that is there', () => {
    expect(map(aTicketWith({ summary: 'Failed logins:' })).desired.fields.name).toBe('SEC-42: Failed logins:')
  })

  it('whose name is one line of at most 255 characters and never half a character', () => {
    const { name } = map(aTicketWith({ summary: `two\nlines ${'🔥'.repeat(400)}` })).desired.fields
    expect(name.startsWith('SEC-42: two lines 🔥')).toBe(true)
    expect(Array.from(name)).toHaveLength(255)
    expect(name.endsWith('🔥')).toBe(true)
  })

  it('whose description is cut at 32,000 characters', () => {
    expect(map(aTicketWith({ description: 'x'.repeat(40_000) })).desired.fields.description).toHaveLength(32_000)
  })

  it('with its text as it is: markup is never read', () => {
    const description = '<script>alert(1)</script> {{x}} ![](http://evil.example/a.png) {ticket.key}'
    expect(map(aTicketWith({ description })).desired.fields.description).toBe(description)
  })

  it('with tags from fields, words and conditions, sorted and each once', () => {
    const rules = `
container:
  tags:
    - { from: labels }
    - { from: components }
    - { use: from-jira }
    - { use: vip, when: { field: labels, contains: boss } }
    - { use: never, when: { field: labels, contains: nobody } }
`
    const ticket = aTicketWith({ labels: ['boss', 'a', 'a'], components: [{ name: 'mail' }] })
    expect(map(ticket, rules).desired.fields.tags).toEqual(['a', 'boss', 'from-jira', 'mail', 'vip'])
  })

  it('with a tag for each part of a list that is one text', () => {
    const rules = 'container: { tags: [{ from: watch_list.display_value, split: "," }] }'
    const ticket = aTicketWith({ watch_list: { value: 'a1,b2', display_value: 'Ada Lovelace, Bob,, ' } })
    expect(map(ticket, rules).desired.fields.tags).toEqual(['Ada Lovelace', 'Bob'])
    expect(map(aTicketWith({ watch_list: '' }), rules).desired.fields.tags).toEqual([])
  })

  it('with a tag that says so once the ticket was deleted', () => {
    expect(map(aTicket({ deleted: true })).desired.fields.tags).toEqual(['ticket-deleted'])
  })

  it('with the first owner that the ticket names, bare record ids passed over', () => {
    const rules = 'container: { owner: [assigned_to.email, assigned_to, assignee.name] }'
    const made = map(
      aTicketWith({ assigned_to: { value: '9d385017c611228701d22104cc95c371' }, assignee: { name: 'mreed' } }),
      rules,
    )
    expect(made.desired.fields.owner).toBe('mreed')
    expect(ruleOf(made, 'owner')).toBe('container.owner[2]')
  })

  it('with its times in UTC, and none where they cannot be read', () => {
    const rules = 'container: { dueTime: [duedate], startTime: [created] }'
    const ticket = aTicketWith({ duedate: '2024-05-01', created: '2024-04-01T10:00:00.000+0200' })
    expect(map(ticket, rules).desired.fields).toMatchObject({
      dueTime: '2024-05-01T23:59:59.000Z',
      startTime: '2024-04-01T08:00:00.000Z',
    })
    const broken = map(aTicketWith({ duedate: 'soon' }), rules)
    expect(broken.desired.fields.dueTime).toBeNull()
    expect(ruleOf(broken, 'dueTime')).toBe('default')
  })

  it('with custom fields, empty ones left out', () => {
    const rules = 'container: { customFields: { Ticket Key: "{ticket.key}", team: "{absent}" } }'
    expect(map(aTicket(), rules).desired.fields.customFields).toEqual({ 'Ticket Key': 'SEC-42' })
  })
})

describe('the sensitivity of a container', () => {
  const rule = 'container: { sensitivity: [{ when: { field: labels, contains: secret }, use: red }, { use: green }] }'

  it.each([
    ['TLP:CLEAR', 'white'],
    ['TLP:GREEN', 'green'],
    ['TLP:AMBER', 'amber'],
    ['TLP:AMBER+STRICT', 'red'],
    ['TLP:RED', 'red'],
    ['TLP:PINK', 'red'],
  ])('follows the marking of the ticket: %s is %s', (marking, sensitivity) => {
    const made = map(aTicketWith({ labels: [marking] }))
    expect(made.desired.fields.sensitivity).toBe(sensitivity)
    expect(ruleOf(made, 'sensitivity')).toBe('tlp')
  })

  it('keeps TLP:AMBER+STRICT as a tag, for which SOAR has no sensitivity', () => {
    const { tags } = map(aTicketWith({ description: 'TLP:AMBER+STRICT' })).desired.fields
    expect(tags).toEqual(['tlp:amber+strict'])
  })

  it('is the stricter one where a rule and a marking both speak', () => {
    expect(map(aTicketWith({ summary: 'TLP:AMBER' }), rule).desired.fields.sensitivity).toBe('amber')
    expect(map(aTicketWith({ summary: 'TLP:GREEN', labels: ['secret'] }), rule).desired.fields.sensitivity).toBe('red')
  })

  it('is what a rule says where the ticket bears no marking', () => {
    const made = map(aTicket(), rule)
    expect(made.desired.fields.sensitivity).toBe('green')
    expect(ruleOf(made, 'sensitivity')).toBe('container.sensitivity[1]')
  })
})

describe('the observables of a container', () => {
  const address = (n: number): Observable => ({ type: 'ipv4', value: `203.0.113.${n}` })

  it('are one artifact each, in one order', () => {
    const made = map(aTicket(), '', [address(2), { type: 'domain', value: 'evil.com' }, address(1), address(2)])
    const same = map(aTicket(), '', [address(1), address(2), { type: 'domain', value: 'evil.com' }])
    expect(made.desired.observableArtifacts.map(({ name }) => name)).toEqual([
      'domain: evil.com',
      'ipv4: 203.0.113.1',
      'ipv4: 203.0.113.2',
    ])
    expect(made).toEqual(same)
  })

  it('end at the ceiling, and the rest is counted', () => {
    const { desired } = map(
      aTicket(),
      'observables: { max: 3 }',
      Array.from({ length: 10 }, (_none, n) => address(n)),
    )
    expect(desired.observableArtifacts).toHaveLength(3)
    expect(desired.observablesLeftOut).toBe(7)
  })

  it('end at 500 where the rules say nothing', () => {
    const many = Array.from({ length: 600 }, (_none, n): Observable => ({ type: 'domain', value: `h${n}.evil.com` }))
    const { desired } = map(aTicket(), '', many)
    expect(desired.observableArtifacts).toHaveLength(500)
    expect(desired.observablesLeftOut).toBe(100)
  })

  it('pass the allow-list again, since rules change while observables stay', () => {
    const { desired } = map(aTicket(), 'observables: { ignore: { networks: [203.0.113.0/30] } }', [
      address(1),
      address(9),
    ])
    expect(desired.observableArtifacts.map(({ name }) => name)).toEqual(['ipv4: 203.0.113.9'])
    expect(desired.observablesLeftOut).toBe(0)
  })
})
