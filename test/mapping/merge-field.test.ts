import fc from 'fast-check'
import type { Json } from '../../src/domain/json'
import type { FieldPolicy, SyncedField } from '../../src/mapping/field-policy'
import { type FieldMerge, type FieldToMerge, mergeField } from '../../src/mapping/merge-field'
import { isSameValue } from '../../src/mapping/same-value'

const severityOrder = ['low', 'medium', 'high', 'critical']
const bothWays: FieldPolicy = { direction: 'both', conflict: 'owner', owner: 'ticket', audience: 'internal' }

function merge(over: Partial<FieldToMerge> & { policy?: FieldPolicy }): FieldMerge {
  return mergeField({
    field: 'status',
    policy: bothWays,
    base: 'new',
    ticket: { value: 'new', at: 1 },
    container: { value: 'new', at: 1 },
    severityOrder,
    ...over,
  })
}

const at = (value: Json, when = 1) => ({ value, at: when })

describe('a field that goes both ways', () => {
  it('is quiet where both sides say the same, whatever the base and the case', () => {
    expect(merge({ ticket: at('Open'), container: at('open') })).toMatchObject({ to: 'none', value: 'Open' })
  })

  it('follows the side that moved', () => {
    expect(merge({ ticket: at('open') })).toMatchObject({ to: 'soar', value: 'open' })
    expect(merge({ container: at('closed') })).toMatchObject({ to: 'ticket', value: 'closed' })
  })

  it.each<[string, Partial<FieldPolicy>, number, { to: string; value?: string }]>([
    ['its owner decides', { conflict: 'owner', owner: 'ticket' }, 9, { to: 'soar', value: 'open' }],
    ['its owner decides', { conflict: 'owner', owner: 'soar' }, 0, { to: 'ticket', value: 'closed' }],
    ['the later one decides', { conflict: 'latest' }, 9, { to: 'ticket', value: 'closed' }],
    ['the later one decides', { conflict: 'latest' }, 0, { to: 'soar', value: 'open' }],
    ['the owner decides of two at once', { conflict: 'latest', owner: 'soar' }, 5, { to: 'ticket', value: 'closed' }],
    ['people decide', { conflict: 'hold' }, 9, { to: 'hold' }],
  ])('where both moved, %s (%j, SOAR at %d)', (_title, policy, soarAt, expected) => {
    const merged = merge({
      policy: { ...bothWays, ...policy },
      ticket: at('open', 5),
      container: at('closed', soarAt),
    })
    expect(merged).toMatchObject(expected)
  })

  it('takes the graver of two severities, and the owner decides where one stands nowhere in the order', () => {
    const policy: FieldPolicy = { ...bothWays, conflict: 'max-severity', owner: 'soar' }
    const of = (ticket: string, soar: string) =>
      merge({ field: 'severity', policy, base: 'low', ticket: at(ticket), container: at(soar) })
    expect(of('high', 'medium')).toMatchObject({ to: 'soar', value: 'high' })
    expect(of('medium', 'Critical')).toMatchObject({ to: 'ticket', value: 'Critical' })
    expect(of('high', 'weird')).toMatchObject({ to: 'ticket', value: 'weird' })
  })

  it('puts two texts that both grew one after the other, what both had before once', () => {
    const merged = merge({
      field: 'description',
      policy: { ...bothWays, conflict: 'append' },
      base: 'It calls home.',
      ticket: at('It calls home. Twice.'),
      container: at('It calls home. Blocked.'),
    })
    expect(merged).toMatchObject({ to: 'both', value: 'It calls home. Twice.\n\nBlocked.' })
  })

  it('merges tags one by one: what either side added comes, what either took away goes', () => {
    const merged = merge({
      field: 'tags',
      base: ['a', 'b', 'c'],
      ticket: at(['b', 'c', 'new-there']),
      container: at(['a', 'b', 'new-here']),
    })
    expect(merged).toMatchObject({ to: 'both', value: ['b', 'new-here', 'new-there'] })
  })

  it('is a conflict where the two differ and never agreed', () => {
    const policy: FieldPolicy = { ...bothWays, conflict: 'hold' }
    expect(merge({ policy, base: undefined, ticket: at('open') }).to).toBe('hold')
  })

  it('goes to SOAR as long as SOAR was not heard', () => {
    expect(merge({ container: null, base: undefined, ticket: at('open') })).toMatchObject({ to: 'soar', value: 'open' })
    expect(merge({ container: null })).toMatchObject({ to: 'none', value: 'new' })
  })
})

describe('a field that goes one way', () => {
  const oneWay = (direction: FieldPolicy['direction']): FieldPolicy => ({ ...bothWays, direction })

  it("leaves SOAR's own edit alone until the ticket says something new", () => {
    expect(merge({ policy: oneWay('to-soar'), container: at('closed') })).toMatchObject({ to: 'none', value: 'new' })
    expect(merge({ policy: oneWay('to-soar'), container: at('closed'), ticket: at('open') })).toMatchObject({
      to: 'soar',
      value: 'open',
    })
  })

  it("leaves the ticket's own edit alone until SOAR says something new", () => {
    expect(merge({ policy: oneWay('to-ticket'), ticket: at('open') })).toMatchObject({ to: 'none', value: 'new' })
    expect(merge({ policy: oneWay('to-ticket'), ticket: at('open'), container: at('closed') })).toMatchObject({
      to: 'ticket',
      value: 'closed',
    })
    expect(merge({ policy: oneWay('to-ticket'), container: null }).to).toBe('none')
  })

  it('goes once only before the two ever agreed', () => {
    expect(merge({ policy: oneWay('once'), base: undefined, ticket: at('open') }).to).toBe('soar')
    expect(merge({ policy: oneWay('once'), ticket: at('open') }).to).toBe('none')
  })

  it('goes nowhere under none', () => {
    expect(merge({ policy: oneWay('none'), ticket: at('open'), container: at('closed') }).to).toBe('none')
  })
})

describe('whatever the three values are', () => {
  const words = fc.constantFrom('low', 'medium', 'high', 'critical', 'weird')
  const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
  const fieldWithValues = fc.oneof(
    fc.record({ field: fc.constant<SyncedField>('severity'), values: fc.tuple(words, words, words) }),
    fc.record({ field: fc.constant<SyncedField>('tags'), values: fc.tuple(tags, tags, tags) }),
    fc.record({
      field: fc.constant<SyncedField>('description'),
      values: fc.tuple(fc.string(), fc.string(), fc.string()),
    }),
  )
  const anyMerge = fc.record({
    of: fieldWithValues,
    hasBase: fc.boolean(),
    direction: fc.constantFrom('to-soar', 'to-ticket', 'both', 'once', 'none'),
    conflict: fc.constantFrom('owner', 'latest', 'max-severity', 'union', 'append', 'hold'),
    owner: fc.constantFrom('ticket', 'soar'),
    times: fc.tuple(fc.nat(3), fc.nat(3)),
  })

  type Any = typeof anyMerge extends fc.Arbitrary<infer Value> ? Value : never
  const inputOf = ({ of, hasBase, direction, conflict, owner, times }: Any): FieldToMerge & { container: object } => ({
    field: of.field,
    policy: { direction, conflict, owner, audience: 'internal' } as FieldPolicy,
    base: hasBase ? of.values[0] : undefined,
    ticket: at(of.values[1], times[0]),
    container: at(of.values[2], times[1]),
    severityOrder,
  })

  it('a merge that was carried out leaves nothing to do', () => {
    fc.assert(
      fc.property(anyMerge, any => {
        const input = inputOf(any)
        const merged = mergeField(input)
        if (merged.to === 'hold') return
        const told = { value: merged.value, at: 9 }
        const after: FieldToMerge = {
          ...input,
          base: merged.value,
          ticket: merged.to === 'ticket' || merged.to === 'both' ? told : input.ticket,
          container: merged.to === 'soar' || merged.to === 'both' ? told : input.container,
        }
        expect(mergeField(after).to).toBe('none')
      }),
    )
  })

  it('holds only where both sides moved, to different values', () => {
    fc.assert(
      fc.property(anyMerge, any => {
        const input = inputOf(any)
        if (mergeField(input).to !== 'hold') return
        const [base, there, here] = [input.base, input.ticket.value, input.container?.value ?? null]
        expect(isSameValue(input.field, there, here)).toBe(false)
        if (base !== undefined) expect(isSameValue(input.field, base, there)).toBe(false)
        if (base !== undefined) expect(isSameValue(input.field, base, here)).toBe(false)
      }),
    )
  })

  it('both ways, it matters nothing which side is called which', () => {
    fc.assert(
      fc.property(anyMerge, any => {
        const input = inputOf({ ...any, direction: 'both' })
        if (input.policy.conflict === 'append' && input.field === 'description') return
        const mirrored = mergeField({
          ...input,
          policy: { ...input.policy, owner: input.policy.owner === 'ticket' ? 'soar' : 'ticket' },
          ticket: at(any.of.values[2], any.times[1]),
          container: at(any.of.values[1], any.times[0]),
        })
        const merged = mergeField(input)
        const mirror = { none: 'none', hold: 'hold', both: 'both', soar: 'ticket', ticket: 'soar' } as const
        expect(mirrored.to).toBe(mirror[merged.to])
        if (merged.to === 'hold' || mirrored.to === 'hold') return
        expect(isSameValue(input.field, merged.value, mirrored.value)).toBe(true)
      }),
    )
  })
})
