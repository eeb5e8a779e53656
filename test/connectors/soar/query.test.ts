import fc from 'fast-check'
import { buildFlags, buildQuery, checkId, type Filter } from '../../../src/connectors/soar/query'
import { encodeLiteral, type Literal } from '../../../src/connectors/soar/query/literal'

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
    const values: Literal[] = [null, true, false, 7, -1.5, 1e-7, ['a"b', 2, [null]], new Date(1_000)]
    expect(values.map(encodeLiteral)).toEqual([
      'None',
      'True',
      'False',
      '7',
      '-1.5',
      '1e-7',
      '["a\\"b", 2, [None]]',
      '"1970-01-01T00:00:01.000000Z"',
    ])
  })

  it.each([
    '',
    '1x',
    'a b',
    'a=b',
    'a&b',
    'name"',
    'a%20',
    'x'.repeat(201),
    '_filter_id',
    'a__',
    'a____b',
    '__a',
    'cef__k"k',
    'näme',
  ])('is refused for the field %j', field => {
    expect(() => buildQuery({ filters: [{ field, value: 1 }] }, 0)).toThrow(
      expect.objectContaining({ kind: 'rejected' }),
    )
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, new Date(Number.NaN)])('is refused for %p', value => {
    expect(() => encodeLiteral(value)).toThrow(expect.objectContaining({ code: 'bad-filter' }))
  })
})

describe('an operator', () => {
  const namesOf = (filters: Filter[]) => buildQuery({ filters }, 0).slice(0, filters.length)

  it('stands beside its field or at the end of it, and excludes where asked', () => {
    expect(
      namesOf([
        { field: 'id', operator: 'in', value: [1, 2] },
        { field: 'create_time__gte', value: new Date(0) },
        { field: 'cef__source-address', value: '1.1.1.1' },
        { field: 'in_case', value: true, exclude: true },
        { field: 'owner__username', operator: 'istartswith', value: 'a', exclude: true },
      ]),
    ).toEqual([
      ['_filter_id__in', '[1, 2]'],
      ['_filter_create_time__gte', '"1970-01-01T00:00:00.000000Z"'],
      ['_filter_cef__source-address', '"1.1.1.1"'],
      ['_exclude_in_case', 'True'],
      ['_exclude_owner__username__istartswith', '"a"'],
    ])
  })

  it.each<[string, Literal]>([
    ['id__in', 1],
    ['id__range', [1]],
    ['id__range', [1, null]],
    ['id__gt', null],
    ['id__lte', [1]],
    ['name__isnull', 'True'],
    ['name__regex', 1],
    ['name__iexact', 5],
    ['name__icontains', ['a']],
  ])('is refused where it cannot take the value: %s %j', (field, value) => {
    expect(() => namesOf([{ field, value }])).toThrow(expect.objectContaining({ code: 'bad-filter' }))
  })

  it('may come once for a field, since SOAR would take only one of two', () => {
    const twice: Filter[] = [
      { field: 'tags', operator: 'contains', value: ['a'] },
      { field: 'tags__contains', value: ['b'] },
    ]
    expect(() => namesOf(twice)).toThrow(expect.objectContaining({ code: 'bad-filter' }))
    expect(
      namesOf([
        { field: 'id', value: 1 },
        { field: 'id', value: 2, exclude: true },
      ]),
    ).toHaveLength(2)
  })
})

describe('a page', () => {
  it('asks for more by flags', () => {
    const flags = ['include_expensive', 'pretty', '_special_content_type', 'timerange'] as const
    const asked = [
      ['include_expensive', 'true'],
      ['pretty', 'true'],
      ['_special_content_type', 'True'],
      ['timerange', 'all'],
    ]
    expect(buildQuery({ flags }, 0).slice(-4)).toEqual(asked)
    expect(buildFlags(flags)).toEqual(asked)
  })

  it('is sorted by a column or a custom field and by nothing else', () => {
    expect(new URLSearchParams(buildQuery({ sort: 'custom_fields.Risk score' }, 0)).get('sort')).toBe(
      'custom_fields.Risk score',
    )
    for (const sort of ['', 'a b', 'name&page=9', 'cef.x', 'custom_fields.a"b', '-id']) {
      expect(() => buildQuery({ sort }, 0)).toThrow(expect.objectContaining({ code: 'bad-filter' }))
    }
  })

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
