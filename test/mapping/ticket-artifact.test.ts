import { mustRetrigger, ticketArtifact, triggerArtifact } from '../../src/mapping/ticket-artifact'
import { aTicket, aTicketWith } from '../builders/a-ticket'
import { rulesFrom } from '../builders/some-rules'

describe('the ticket artifact', () => {
  it('bears what the rules name, and leaves out what the ticket leaves empty', () => {
    const rules = rulesFrom(
      'ticketArtifact: { label: jira, cef: { key: "{ticket.key}", who: "{reporter.displayName}", none: "{absent}" }, cefTypes: { who: [user name], none: [url] } }',
    )
    expect(ticketArtifact(aTicketWith({ reporter: { displayName: 'Mia Reed' } }), rules)).toEqual({
      sourceDataIdentifier: 'soarbridge:jira:10042:ticket',
      name: 'Ticket SEC-42',
      label: 'jira',
      tags: [],
      cef: { key: 'SEC-42', who: 'Mia Reed' },
      cefTypes: { who: ['user name'] },
    })
  })

  it('names key, id, address and system where the rules say nothing', () => {
    expect(ticketArtifact(aTicket(), rulesFrom()).cef).toEqual({
      ticketKey: 'SEC-42',
      ticketId: '10042',
      ticketUrl: 'https://acme.example/browse/SEC-42',
      ticketSystem: 'jira',
      ticketCollection: 'SEC',
      ticketSummary: 'Beacon to a strange host',
    })
  })

  it('triggers again as an artifact of its own, different in identifier and content', () => {
    const artifact = ticketArtifact(aTicket(), rulesFrom())
    const trigger = triggerArtifact(artifact, 7)
    expect(trigger.sourceDataIdentifier).toBe('soarbridge:jira:10042:ticket:r7')
    expect(trigger.cef).toEqual({ ...artifact.cef, ticketRevision: '7' })
    expect(artifact.cef).not.toHaveProperty('ticketRevision')
  })

  it('triggers again for the changes that the rules name', () => {
    const rules = rulesFrom('retrigger: { when: [severity, cef.ticketStatus] }')
    expect(mustRetrigger(['name', 'severity'], rules)).toBe(true)
    expect(mustRetrigger(['cef.ticketStatus'], rules)).toBe(true)
    expect(mustRetrigger(['name', 'observables'], rules)).toBe(false)
    expect(mustRetrigger(['severity'], rulesFrom())).toBe(false)
  })
})
