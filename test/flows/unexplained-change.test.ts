import { emptySnapshot, mergeChanges } from '../../src/domain/merge-changes'
import type { TicketStateChange } from '../../src/domain/ticket'
import { hasUnexplainedChange } from '../../src/flows/unexplained-change'
import { rulesFrom } from '../builders/some-rules'

const rules = (conflict: string) =>
  rulesFrom(`
fields: { severity: { direction: both, conflict: ${conflict} } }
toTicket: { severity: [{ field: priority, values: { high: High } }] }
`)
const state = (priority: string, changedAt?: Record<string, number>): TicketStateChange => ({
  kind: 'ticket-state',
  version: { at: 5 },
  fields: { priority: { name: priority } },
  complete: true,
  ...(changedAt && { changedAt }),
})
const known = mergeChanges(emptySnapshot(), [state('Low')])
const isOpen = (change: TicketStateChange, conflict = 'latest') =>
  hasUnexplainedChange([change], known, rules(conflict))

test('a new value that the history of its own delivery says nothing of is unexplained', () => {
  expect(isOpen(state('High', { summary: 5 }))).toBe(true)
})

test.each([
  ['that is told', state('High', { priority: 5 })],
  ['that is none', state('Low', { summary: 5 })],
  ['of a system that tells of no changes', state('High')],
])('a change %s is explained', (_, change) => {
  expect(isOpen(change)).toBe(false)
})

test('where the time of a change does not count, nothing has to be explained', () => {
  expect(isOpen(state('High', { summary: 5 }), 'owner')).toBe(false)
})
