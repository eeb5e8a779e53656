import { emptySnapshot, mergeChanges } from '../../src/domain/merge-changes'
import { tellsMore } from '../../src/domain/tells-more'
import type { CommentChange, TicketStateChange } from '../../src/domain/ticket'

const state = (at: number, changes: Partial<TicketStateChange> = {}): TicketStateChange => ({
  kind: 'ticket-state',
  version: { at },
  fields: { summary: 'Beacon' },
  complete: true,
  ...changes,
})
const comment = (id: string, at: number, deleted = false): CommentChange => ({
  kind: 'comment',
  id,
  version: { at },
  deleted,
})
const known = mergeChanges(emptySnapshot(), [state(10), comment('1', 5), comment('2', 6, true)])

test.each([
  ['the same version', [state(10), comment('1', 5)], false],
  ['an older version', [state(9)], false],
  ['a newer version', [state(11)], true],
  ['a later edit of the same second', [state(10, { version: { at: 10, counter: 4 } })], true],
  ['a comment that was never heard of, behind a later change that was', [state(10), comment('3', 4)], true],
  ['a comment that was edited', [state(10), comment('1', 7)], true],
  ['a comment that was deleted since', [state(10), comment('2', 6)], false],
  [
    'a file that was never heard of',
    [{ kind: 'attachment', id: '7', version: { at: 1 }, deleted: false } as const],
    true,
  ],
  ['an id that every object has', [comment('constructor', 1)], true],
])('%s', (_, changes, says) => {
  expect(tellsMore(known, changes)).toBe(says)
})

test('of a ticket that was heard of in part the whole says more; of a deleted one nothing does', () => {
  const part = mergeChanges(emptySnapshot(), [state(10, { complete: false })])
  expect(tellsMore(part, [state(10)])).toBe(true)
  const gone = mergeChanges(known, [{ kind: 'ticket-deleted', version: { at: 12 } }])
  expect(tellsMore(gone, [state(20)])).toBe(false)
})
