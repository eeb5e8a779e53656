import fc from 'fast-check'
import { nameFullerForm } from '../../src/domain/fuller-form'
import type { Json } from '../../src/domain/json'
import { compareVersions, emptySnapshot, mergeChanges, ticketOf } from '../../src/domain/merge-changes'
import type { TicketChange, TicketStateChange, Version } from '../../src/domain/ticket'

const version: fc.Arbitrary<Version> = fc.oneof(
  fc.record({ at: fc.integer({ min: -1, max: 3 }) }),
  fc.record({ at: fc.integer({ min: -1, max: 3 }), counter: fc.integer({ min: 0, max: 2 }) }),
)
const name = fc.constantFrom('status', 'summary', '__proto__', 'constructor', 'toString')
const json: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(null, '', 'a', 1, [1], { deleted: true }, { a: { b: 1 } })
const id = fc.constantFrom('1', '2', '__proto__')
const optional = { requiredKeys: ['kind', 'id', 'version', 'deleted'] } satisfies { requiredKeys: string[] }

const change = fc.oneof(
  fc.record(
    {
      kind: fc.constant('ticket-state'),
      version,
      key: fc.constantFrom('A-1', 'B-2'),
      url: fc.constantFrom('u1', 'u2'),
      collection: fc.constantFrom('A', 'B'),
      fields: fc.dictionary(name, json, { maxKeys: 3 }),
      fieldVersions: fc.dictionary(name, version, { maxKeys: 2 }),
      complete: fc.boolean(),
      changedAt: fc.dictionary(name, fc.nat({ max: 3 }), { maxKeys: 3 }),
    },
    { requiredKeys: ['kind', 'version', 'fields', 'complete'] },
  ),
  fc.record(
    {
      kind: fc.constant('comment'),
      id,
      version,
      deleted: fc.boolean(),
      author: fc.constantFrom('x', 'y'),
      body: fc.constantFrom('p', 'q'),
      isPublic: fc.boolean(),
    },
    { requiredKeys: [...optional.requiredKeys] as ['kind', 'id', 'version', 'deleted'] },
  ),
  fc.record(
    { kind: fc.constant('attachment'), id, version, deleted: fc.boolean(), fileName: fc.constantFrom('f', 'g') },
    { requiredKeys: [...optional.requiredKeys] as ['kind', 'id', 'version', 'deleted'] },
  ),
  fc.record(
    { kind: fc.constant('ticket-deleted'), version, isPresumed: fc.boolean() },
    { requiredKeys: ['kind', 'version'] },
  ),
) as fc.Arbitrary<TicketChange>

function state(at: number, fields: TicketStateChange['fields'], more: Partial<TicketStateChange> = {}): TicketChange {
  return { kind: 'ticket-state', version: { at }, fields, complete: false, ...more }
}

function merge(...changes: TicketChange[]) {
  return mergeChanges(emptySnapshot(), changes)
}

const ticket = { connection: 'jira', id: '10001', system: 'jira', fallbackUrl: 'https://jira.example/10001' } as const

describe('mergeChanges', () => {
  test('comes to the same whatever the order of changes, their repetition and their grouping', () => {
    const shuffled = fc.array(change, { maxLength: 12 }).chain(changes =>
      fc.record({
        changes: fc.constant(changes),
        others: fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 }),
        cut: fc.nat({ max: changes.length * 2 }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ changes, others, cut }) => {
        const once = merge(...changes)
        const first = mergeChanges(emptySnapshot(), others.slice(0, cut))
        const stored = JSON.parse(JSON.stringify(first)) as typeof first
        const again = mergeChanges(stored, others.slice(cut))
        expect(again).toEqual(once)
        expect(Object.keys(again.fields).sort()).toEqual(Object.keys(once.fields).sort())
      }),
      { numRuns: 500 },
    )
  })

  test('leaves the snapshot that it was given as it was', () => {
    const before = merge(state(1, { status: 'open' }))
    const copy = structuredClone(before)
    mergeChanges(before, [state(2, { status: 'done' }), { kind: 'ticket-deleted', version: { at: 3 } }])
    expect(before).toEqual(copy)
  })

  test('keeps of each field the newest value, and a field that a later change does not hold', () => {
    const merged = merge(state(2, { status: 'done' }), state(1, { status: 'open', summary: 'S' }), state(3, {}))
    expect(merged.fields.status?.value).toBe('done')
    expect(merged.fields.summary?.value).toBe('S')
    expect(merged.version).toEqual({ at: 3 })
  })

  test('keeps of each field when it was last said to have changed', () => {
    const told = [{ status: 4 }, { status: 2, summary: 3 }, {}].map(changedAt => state(5, {}, { changedAt }))
    expect(merge(...told, state(6, { status: 'done' })).changedAt).toEqual({ status: 4, summary: 3 })
  })

  test('takes an emptied field for a value', () => {
    expect(merge(state(1, { assignee: 'Beth' }), state(2, { assignee: null })).fields.assignee?.value).toBeNull()
  })

  test('follows a move to another key, also when the old key is heard late', () => {
    const old = state(1, {}, { key: 'SEC-12', url: 'https://jira.example/browse/SEC-12', collection: 'SEC' })
    const moved = state(2, {}, { key: 'IR-3', url: 'https://jira.example/browse/IR-3', collection: 'IR' })
    expect(ticketOf(merge(moved, old), ticket)).toMatchObject({
      key: 'IR-3',
      url: 'https://jira.example/browse/IR-3',
      collection: 'IR',
    })
  })

  test('decides one time by the edit counter, and takes a version without one for the older', () => {
    const counted = (counter: number, value: string) => state(5, { s: value }, { version: { at: 5, counter } })
    expect(merge(counted(10, 'b'), counted(9, 'a'), state(5, { s: 'c' })).fields.s?.value).toBe('b')
    expect(compareVersions({ at: 5 }, { at: 5, counter: 0 })).toBeLessThan(0)
    expect(compareVersions({ at: 6 }, { at: 5, counter: 9 })).toBeGreaterThan(0)
  })

  test('takes of a field with a version of its own the newest, though the ticket has none that is newer', () => {
    const read = (at: number, watchers: string[]) => state(5, { watchers }, { fieldVersions: { watchers: { at } } })
    for (const [early, late] of [
      [['a'], ['b']],
      [['b'], ['a']],
    ] as const) {
      const merged = merge(read(9, [...late]), read(8, [...early]))
      expect(merged.fields.watchers?.value).toEqual(late)
      expect(merged.version).toEqual({ at: 5 })
    }
  })

  test('does not bring a deleted comment back, whatever the clocks say', () => {
    const gone = { kind: 'comment', id: '7', version: { at: 1 }, deleted: true } as const
    const told = { kind: 'comment', id: '7', version: { at: 2 }, deleted: false, author: 'Beth' } as const
    expect(merge(gone, told).comments['7']?.value.deleted).toBe(true)
    expect(merge(told, gone).comments['7']?.value.deleted).toBe(true)
  })

  test('stores of a comment who wrote it, not its text', () => {
    const told = { kind: 'comment', id: '7', version: { at: 2 }, deleted: false, author: 'Beth', body: 'text' } as const
    expect(merge(told).comments['7']?.value).toEqual({ deleted: false, author: 'Beth' })
  })

  test('tells a ticket that was only ever heard of as deleted', () => {
    const deletion = { kind: 'ticket-deleted', version: { at: 9 } } as const
    expect(merge(deletion)).toMatchObject({ deletedAt: { at: 9 }, wasAlive: false })
    expect(merge(deletion, state(1, { a: 1 }))).toMatchObject({ deletedAt: { at: 9 }, wasAlive: true })
    const comment = { kind: 'comment', id: '1', version: { at: 1 }, deleted: true } as const
    expect(merge(comment).wasAlive).toBe(true)
  })

  test('remembers that a whole record was heard', () => {
    expect(merge(state(1, {}, { complete: true }), state(2, {})).complete).toBe(true)
  })
})

describe('ticketOf', () => {
  test('stands in for what no delivery told', () => {
    expect(ticketOf(merge(state(4, { summary: 'S' })), ticket)).toEqual({
      connection: 'jira',
      system: 'jira',
      id: '10001',
      key: '10001',
      url: 'https://jira.example/10001',
      deleted: false,
      version: { at: 4 },
      fields: { summary: 'S' },
    })
  })

  test('stays deleted, whatever is heard later', () => {
    const merged = merge({ kind: 'ticket-deleted', version: { at: 1 } }, state(2, { a: 1 }))
    expect(ticketOf(merged, ticket).deleted).toBe(true)
  })

  test('shows the fuller form of a value as long as the field has that value', () => {
    const fuller = { value: '2', label: 'In Progress' }
    const read = state(1, { state: '2', [nameFullerForm('state', '2')]: fuller })
    expect(ticketOf(merge(read), ticket).fields).toEqual({ state: fuller })
    expect(ticketOf(merge(read, state(2, { state: '2' })), ticket).fields).toEqual({ state: fuller })
    expect(ticketOf(merge(read, state(2, { state: '6' })), ticket).fields).toEqual({ state: '6' })
  })
})
