import type { JsonObject } from '../../src/domain/json'
import type { TicketChange } from '../../src/domain/ticket'
import { observableKey } from '../../src/mapping/observable-key'
import { extractFromChanges } from '../../src/mapping/observables'
import { rulesFrom } from '../builders/some-rules'

const version = { at: 1_700_000_000_000 }
const ownText = '[soarbridge] Enrichment\n\nClean: known.example'
const sysId = '9d385017c611228701d22104cc95c371'

function state(fields: JsonObject): TicketChange {
  return { kind: 'ticket-state', version, fields, complete: true }
}

function comment(body: string): TicketChange {
  return { kind: 'comment', id: '1', version, deleted: false, body }
}

function keysOf(changes: TicketChange[], rules = rulesFrom(), ownIds: string[] = []): string[] {
  return extractFromChanges(changes, rules, { ownIds, isOwn: ({ text }) => text === ownText }).map(observableKey)
}

describe('the observables of changes', () => {
  it('come from every text of every change, each once and in one order', () => {
    const changes = [
      state({ summary: 'evil.com', description: '203.0.113.7' }),
      comment('and evil.net, EVIL.com again'),
      state({ summary: 'calm again', description: null }),
    ]
    const expected = ['domain:evil.com', 'domain:evil.net', 'ipv4:203.0.113.7']
    expect(keysOf(changes)).toEqual(expected)
    expect(keysOf(changes.toReversed())).toEqual(expected)
  })

  it('come from no comment of ours, and from everybody who quotes one', () => {
    expect(keysOf([comment(ownText)])).toEqual([])
    expect(keysOf([comment(`${ownText}\nevil.com`)])).toEqual(['domain:evil.com', 'domain:known.example'])
  })

  it('come from the fields that the rules name, and from no other', () => {
    const rules = rulesFrom('observables: { textFields: [notes.text] }')
    expect(keysOf([state({ summary: 'a.com', notes: [{ text: 'b.com' }, { text: 'c.com' }] })], rules)).toEqual([
      'domain:b.com',
      'domain:c.com',
    ])
  })

  it('include host and user names, by their field and not by their looks', () => {
    const rules = rulesFrom('observables: { hostFields: [cmdb_ci.display_value, cmdb_ci, hosts], userFields: [who] }')
    const fields = {
      cmdb_ci: { display_value: 'SRV01', value: sysId },
      hosts: 'srv02, srv03.corp.local;srv01',
      who: [{ name: 'mreed' }, { displayName: 'Mia Reed' }, { value: sysId }],
    }
    expect(keysOf([state(fields)], rules)).toEqual([
      'hostname:srv01',
      'hostname:srv02',
      'hostname:srv03.corp.local',
      'username:Mia Reed',
      'username:mreed',
    ])
  })

  it('never include the id or the key of the ticket itself', () => {
    const text = `record ${sysId.toUpperCase()} beside d41d8cd98f00b204e9800998ecf8427e`
    expect(keysOf([comment(text)], rulesFrom(), [sysId, 'INC0010001'])).toEqual([
      'md5:d41d8cd98f00b204e9800998ecf8427e',
    ])
  })

  it('never include what the allow-list calls our own', () => {
    const rules = rulesFrom('observables: { ignore: { domains: [acme.example], networks: [10.0.0.0/8] } }')
    expect(keysOf([comment('mail.acme.example 10.1.2.3 evil.com')], rules)).toEqual(['domain:evil.com'])
  })

  it('are none where nothing speaks: deletions, attachments, comments without a body', () => {
    const changes: TicketChange[] = [
      { kind: 'ticket-deleted', version },
      { kind: 'attachment', id: '1', version, deleted: false, fileName: 'evil.com' },
      { kind: 'comment', id: '1', version, deleted: true },
      state({}),
    ]
    expect(keysOf(changes)).toEqual([])
  })
})
