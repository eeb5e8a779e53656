import type { JsonObject } from '../../src/domain/json'
import { readField } from '../../src/mapping/field-path'

describe('a field path', () => {
  it('reads through objects', () => {
    expect(readField({ a: { b: { c: 1 } } }, 'a.b.c')).toBe(1)
  })

  it('reads through lists, member by member, leaving out those without the field', () => {
    expect(readField({ a: [{ b: 'x' }, {}, { b: ['y', 'z'] }] }, 'a.b')).toEqual(['x', 'y', 'z'])
  })

  it('prefers a key that holds the dots itself', () => {
    expect(readField({ 'caller.email': 'flat', caller: { email: 'deep' } }, 'caller.email')).toBe('flat')
  })

  it('tells an absent field from an empty one', () => {
    expect(readField({ a: null }, 'a')).toBeNull()
    expect(readField({ a: null }, 'b')).toBeUndefined()
    expect(readField({ a: null }, 'a.b')).toBeUndefined()
  })

  it.each(['toString', 'constructor', '__proto__', 'a.constructor.name', 'a.length', 'list.length'])(
    'never reaches Object.prototype or what is not JSON: %s',
    path => {
      expect(readField({ a: 'text', list: [1] }, path)).toBeUndefined()
    },
  )

  it('reads a field of the ticket that bears the name of a method', () => {
    const item: JsonObject = JSON.parse('{"toString":"To Do","__proto__":"own"}')
    expect(readField(item, 'toString')).toBe('To Do')
    expect(readField(item, '__proto__')).toBe('own')
  })
})
