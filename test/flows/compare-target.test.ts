import { emptySnapshot, mergeChanges } from '../../src/domain/merge-changes'
import type { TicketStateChange } from '../../src/domain/ticket'
import { compareTarget } from '../../src/flows/compare-target'
import { decidedFor } from '../../src/flows/decided-for'
import { buildLink, newYear } from '../builders/rows'
import { buildTicketUpdate } from '../builders/ticket-commands'

const state = (fields: TicketStateChange['fields'], counter: number): TicketStateChange => ({
  kind: 'ticket-state',
  version: { at: newYear, counter },
  fields,
  complete: true,
})
const link = buildLink({ snapshot: mergeChanges(emptySnapshot(), [state({ state: '1', urgency: '3' }, 4)]) })
const compare = (changes: Parameters<typeof buildTicketUpdate>[0], found: TicketStateChange) => () =>
  compareTarget({ command: buildTicketUpdate(changes), link }, found)

const status = { to: ['2'], fields: {} }
const overtaken = expect.objectContaining({ kind: 'conflict', code: 'changed-meanwhile' })

describe('a command that was decided for an earlier version of the ticket', () => {
  test('gives way where a field of it was changed, within the same second too', () => {
    expect(compare({ set: { urgency: '1' } }, state({ state: '1', urgency: '2' }, 5))).toThrow(overtaken)
  })

  test('gives way where the status was changed, by the name of either system', () => {
    expect(compare({ status }, state({ state: '6', urgency: '3' }, 5))).toThrow(overtaken)
    expect(compare({ status }, state({ status: 'Done' }, 5))).toThrow(overtaken)
  })

  test('is carried out where something else was changed, and where nothing is newer than what was heard', () => {
    expect(compare({ set: { urgency: '1' } }, state({ state: '6', urgency: '3' }, 5))).not.toThrow()
    expect(compare({ set: { urgency: '1' }, status }, state({ state: '6', urgency: '2' }, 4))).not.toThrow()
  })

  test('gives way where it waits for another try, and one of its fields was heard anew since it was decided', () => {
    const before = mergeChanges(emptySnapshot(), [state({ state: '1', urgency: '2' }, 3)])
    const [urgency, done] = [
      { set: { urgency: '1' }, status: null },
      { set: {}, status },
    ]
    const known = state({ state: '1', urgency: '3' }, 4)
    expect(compare({ ...urgency, decidedFor: decidedFor(urgency, before) }, known)).toThrow(overtaken)
    expect(compare({ ...urgency, decidedFor: decidedFor(urgency, link.snapshot) }, known)).not.toThrow()
    expect(compare({ ...done, decidedFor: decidedFor(done, before) }, known)).not.toThrow()
  })
})
