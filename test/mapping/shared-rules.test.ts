import type { JsonObject } from '../../src/domain/json'
import { mapToTicket } from '../../src/mapping/container-to-ticket'
import { ticketNoteText } from '../../src/mapping/note-text'
import { sharedArtifact } from '../../src/mapping/shared-artifact'
import { mapTicket } from '../../src/mapping/ticket-to-container'
import { aTicketWith } from '../builders/a-ticket'
import { shippedRules } from '../builders/some-rules'

const rules = shippedRules('soar')
const home = {
  name: 'Beacon',
  description: 'Of a laptop',
  severity: 'low',
  status: 'open',
  sensitivity: 'green',
  tags: [],
}
const ticketWith = (fields: JsonObject) => ({ ...aTicketWith({ ...home, ...fields }), system: 'soar' as const })
const map = (fields: JsonObject) =>
  mapTicket({ ticket: ticketWith(fields), observables: [], rules, defaults: { label: 'shared' } })

describe('the rules that ship for shared containers', () => {
  test.each([
    [{ severity: 'critical' }, { severity: 'high' }],
    [{ severity: 'Low' }, { severity: 'low' }],
    [{ severity: 'odd' }, { severity: 'medium' }],
    [{ status: 'closed' }, { status: 'closed' }],
    [{ status: 'Waiting for Ana' }, { status: 'open' }],
    [{ sensitivity: 'white' }, { sensitivity: 'white' }],
    [{ description: 'TLP:AMBER' }, { sensitivity: 'amber' }],
    [{ label: 'phishing' }, { label: 'shared' }],
    [{ tags: ['b', 'a'] }, { tags: ['a', 'b'] }],
    [{ dueTime: '2026-02-01T00:00:00Z' }, { dueTime: '2026-02-01T00:00:00.000Z' }],
    [{ owner: 'ana@west.example' }, { owner: null }],
  ])('make of %j %j', (fields, expected) => {
    expect(map(fields)).toMatchObject({ desired: { fields: expected, observableArtifacts: [] } })
  })

  test.each<[JsonObject]>([
    [{ sensitivity: 'red' }],
    [{ name: 'tlp:red beacon' }],
    [{ description: 'It is TLP:RED' }],
    [{ tags: ['vip', 'TLP:RED'] }],
  ])('keep out %j', fields => {
    expect(map(fields)).toEqual({ skippedBy: expect.any(String) })
  })

  test('bring what the copy became home again', () => {
    const wanted = { status: 'closed', severity: 'high', tags: ['theirs'], label: 'other', name: 'Other' }
    expect(mapToTicket({ wanted, ticket: ticketWith({}), rules })).toMatchObject({
      set: { severity: 'high' },
      status: { to: ['closed'] },
      lists: { tags: { add: ['theirs'], remove: [] } },
    })
  })
})

test('an artifact is shared with its content, and with a severity that every SOAR knows', () => {
  const artifact = {
    kind: 'artifact',
    id: '3',
    version: { at: 1 },
    name: 'Sender',
    label: 'event',
    cef: { a: '1' },
  } as const
  const shared = {
    sourceDataIdentifier: 'soarbridge:to-east:artifact:3',
    ...{ name: 'Sender', label: 'event', tags: [], cef: { a: '1' }, cefTypes: {} },
  }
  expect(sharedArtifact({ ...artifact, severity: 'High' }, 'to-east')).toEqual({ ...shared, severity: 'high' })
  expect(sharedArtifact({ ...artifact, severity: 'of the house' }, 'to-east')).toEqual(shared)
})

test('a note that came from another SOAR reaches the ticket without the mark in its title', () => {
  const title = 'Verdict [soarbridge:0123456789abcdef0123456789]'
  expect(ticketNoteText({ title, text: 'A lure', format: 'text', author: null })).toMatch(/Verdict\n\nA lure$/)
})
