import fc from 'fast-check'
import { buildQuery, checkId, encodeLiteral, type Literal } from '../../../src/connectors/soar/query'

const injections = [
  'x"&_filter_id=1',
  'x" or 1=1',
  "x'y",
  'back\\slash\\',
  '"\\',
  'page_size=0&page=9',
  'line\nbreak\r\ttab',
  '\u0000\u2028\u{1f600}',
  '__import__("os")',
]

/** Reads what Python's literal parser would: JSON strings are Python strings, words and lists are read by hand. */
function readPython(text: string): Literal {
  if (text === 'None') return null
  if (text === 'True' || text === 'False') return text === 'True'
  return JSON.parse(text) as Literal
}

describe('a filter', () => {
  it.each(injections)('keeps %j one value of one clause', value => {
    const query = buildQuery({ filters: [{ field: 'source_data_identifier', value }] }, 0)
    const sent = new URLSearchParams(new URLSearchParams(query).toString())
    expect([...sent.keys()].sort()).toEqual(['_filter_source_data_identifier', 'order', 'page', 'page_size', 'sort'])
    expect(readPython(sent.get('_filter_source_data_identifier') ?? '')).toBe(value)
    expect(sent.get('page_size')).toBe('100')
  })

  it('keeps any text one value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        const literal = encodeLiteral(value)
        for (const raw of ['\n', '\r', '\0']) expect(literal).not.toContain(raw)
        expect(JSON.parse(literal)).toBe(value)
      }),
    )
  })

  it('writes the words of Python, not those of JSON', () => {
    expect([null, true, false, 7, ['a"b', 2]].map(encodeLiteral)).toEqual([
      'None',
      'True',
      'False',
      '7',
      '["a\\"b", 2]',
    ])
  })

  it.each(['', '1x', 'a b', 'a=b', 'a&b', 'name"', 'a%20', 'x'.repeat(101)])('is refused for the field %j', field => {
    expect(() => buildQuery({ filters: [{ field, value: 1 }] }, 0)).toThrow(
      expect.objectContaining({ kind: 'rejected' }),
    )
  })

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is refused for the number %d', value => {
    expect(() => encodeLiteral(value)).toThrow(expect.objectContaining({ code: 'bad-filter' }))
  })
})

describe('a page', () => {
  it('says order and size every time', () => {
    expect(buildQuery({ sort: 'create_time', order: 'desc', pageSize: 50 }, 3)).toEqual([
      ['sort', 'create_time'],
      ['order', 'desc'],
      ['page', '3'],
      ['page_size', '50'],
    ])
  })

  it.each([
    [0, '1'],
    [-5, '1'],
    [1_000, '100'],
  ])('of size %i is asked for as %s', (pageSize, sent) => {
    expect(new URLSearchParams(buildQuery({ pageSize }, 0)).get('page_size')).toBe(sent)
  })
})

describe('checkId', () => {
  it.each(['../user/1', '1?x=1', '1#', '', '%2e', '..', '-1', '1'.repeat(16)])('refuses %j in a path', id => {
    expect(() => checkId(id)).toThrow(expect.objectContaining({ code: 'bad-id' }))
  })

  it('takes a number', () => {
    expect(checkId('42')).toBe('42')
  })
})
