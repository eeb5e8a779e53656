import fc from 'fast-check'
import { buildQuery, type Filter } from '../../../../src/connectors/soar/query'
import { encodeLiteral, type Literal } from '../../../../src/connectors/soar/query/literal'
import { parseFilterText } from '../../../../src/connectors/soar/query/parse-filter'
import { isBridgeError } from '../../../../src/errors'

describe('a filter that somebody wrote', () => {
  it.each<[string, Filter[]]>([
    ['name__icontains="x"', [{ field: 'name__icontains', value: 'x' }]],
    [` name = 'it\\'s' `, [{ field: 'name', value: "it's" }]],
    ['name=="a, b AND c=1"', [{ field: 'name', value: 'a, b AND c=1' }]],
    [
      'id__gt=5,in_case=True',
      [
        { field: 'id__gt', value: 5 },
        { field: 'in_case', value: true },
      ],
    ],
    [
      'id!=5 AND owner=None and cef__k-1=-1.5e2',
      [
        { field: 'id', value: 5, exclude: true },
        { field: 'owner', value: null },
        { field: 'cef__k-1', value: -150 },
      ],
    ],
    ['status__in=[1, 2,]', [{ field: 'status__in', value: [1, 2] }]],
    [`a__in=['x', "y", null, false, [ ]]`, [{ field: 'a__in', value: ['x', 'y', null, false, []] }]],
    [String.raw`a="\u00e9\n\\"`, [{ field: 'a', value: 'é\n\\' }]],
  ])('reads %s', (text, expected) => {
    expect(parseFilterText(text)).toEqual(expected)
  })

  it.each([
    ['', 1, 'a field'],
    ['name', 5, '= or !='],
    ['name>5', 5, '= or !='],
    ['name=', 6, 'quotes'],
    ['name=foo', 6, 'quotes'],
    ['time__gt=2026-01-01', 10, 'quotes'],
    ['name="open', 6, 'closing "'],
    [String.raw`name="C:\windows"`, 9, 'one of'],
    ['id__in=[1 2]', 11, '"," or "]"'],
    ['id__in=[1, x]', 12, 'quotes'],
    ['a=1 b=2', 5, '"," or AND'],
    ['a=1, ', 6, 'a field'],
    ['id__in=5', 1, 'a list'],
    ['a=1 AND b__isnull=5', 9, 'True or False'],
    ['_x=1', 1, 'cannot exist'],
    ['a=9007199254740993', 1, 'exact'],
    ['[[[[', 1, 'a field'],
    [`a=${'['.repeat(50)}`, 11, 'a value'],
    [`a="${'x'.repeat(8_000)}"`, 8_001, 'the end'],
  ])('is refused with the place of its mistake: %j', (text, character, expected) => {
    let error: unknown
    try {
      parseFilterText(text)
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({
      kind: 'invalid',
      code: 'bad-filter',
      mistakes: [{ path: `character ${character}`, message: expect.stringContaining(expected) }],
    })
    expect(error).toMatchObject({ message: expect.stringContaining(`character ${character}`) })
  })

  it('does not show what it refuses', () => {
    expect(() => parseFilterText('token="canary-1234')).toThrow(expect.not.stringContaining('canary'))
  })

  const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null))
  const literal: fc.Arbitrary<Literal> = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }))

  it('means what the client would send for it', () => {
    fc.assert(
      fc.property(literal, fc.boolean(), (value, exclude) => {
        const [filter] = parseFilterText(`field${exclude ? '!=' : '='}${encodeLiteral(value)}`)
        expect(filter?.value).toEqual(value)
        expect(filter?.exclude ?? false).toBe(exclude)
      }),
    )
  })

  it('is read or refused, and never lets anything through but conditions, whatever it is', () => {
    const piece = fc.constantFrom(
      'name',
      'id__in',
      '=',
      '!=',
      '"',
      "'",
      '[',
      ']',
      ',',
      ' AND ',
      '\\',
      '1',
      'x',
      '&page=0',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map(pieces => pieces.join('')),
    )
    fc.assert(
      fc.property(text, wild => {
        const names = (): string[] => buildQuery({ filters: parseFilterText(wild) }, 0).map(([name]) => name)
        try {
          expect(names().every(name => /^(_(filter|exclude)_[\w.-]+|sort|order|page|page_size)$/.test(name))).toBe(true)
        } catch (error) {
          if (!isBridgeError(error)) throw error
          expect(error.code).toBe('bad-filter')
        }
      }),
    )
  })
})
