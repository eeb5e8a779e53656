import fc from 'fast-check'
import type { Json } from '../../src/domain/json'
import { maxDepth, parseStrict } from '../../src/domain/strict-json'

const parse = (text: string) => parseStrict(Buffer.from(text, 'utf8'))
const nested = (depth: number, [open, close]: [string, string] = ['[', ']']) => open.repeat(depth) + close.repeat(depth)

/** What an ordinary reader makes of the same bytes: all of it passes there, in one way or another. */
const passesOrdinaryReader = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
    return true
  } catch {
    return false
  }
}

describe('the strict pass refuses', () => {
  test.each<[what: string, text: string]>([
    ['nothing', ''],
    ['white space', ' \n'],
    ['a cut object', '{"a":1'],
    ['a trailing comma', '{"a":1,}'],
    ['a word that is none', '{"a":NaN}'],
    ['single quotes', "{'a':1}"],
    ['comments', '{"a":1 /* one */}'],
    ['two values', '{} {}'],
    ['a raw control character', '{"a":"\u0001"}'],
    ['a raw NUL', '{"a":"\u0000"}'],
    ['an unknown escape', '{"a":"\\x41"}'],
    ['a number with a leading zero', '{"a":01}'],
    ['braces that do not match', '[}'],
    ['a string without an end', '{"a":"b'],
    ['a string that ends in a backslash', '"\\'],
  ])('%s, which is no JSON', (_, text) => {
    expect(parse(text)).toEqual({ failure: 'json-invalid' })
  })

  test.each<[what: string, failure: string, text: string]>([
    ['a duplicate key', 'json-duplicate-key', '{"id":"A","id":"B"}'],
    ['a duplicate key with equal values', 'json-duplicate-key', '{"id":1,"id":1}'],
    ['a duplicate key spelled with escapes', 'json-duplicate-key', '{"id":"A","\\u0069d":"B"}'],
    ['an empty duplicate key', 'json-duplicate-key', '{"":1,"":2}'],
    ['a duplicate key that looks like a number', 'json-duplicate-key', '{"1":1,"1":2}'],
    ['__proto__', 'json-forbidden-key', '{"__proto__":{"isAdmin":true}}'],
    ['__proto__ deep down', 'json-forbidden-key', '{"a":[{"b":{"__proto__":null}}]}'],
    ['__proto__ in disguise', 'json-forbidden-key', '{"\\u005f\\u005fproto\\u005f\\u005f":1}'],
    ['constructor.prototype', 'json-forbidden-key', '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['33 levels of arrays', 'json-too-deep', nested(maxDepth + 1)],
    ['33 levels of objects', 'json-too-deep', '{"a":'.repeat(maxDepth + 1) + 1 + '}'.repeat(maxDepth + 1)],
    ['120 000 levels', 'json-too-deep', nested(120_000)],
    ['an integer beyond 2^53', 'json-unsafe-number', '{"id":9007199254740993}'],
    ['a negative one', 'json-unsafe-number', '{"id":-9007199254740993}'],
    ['thirty digits', 'json-unsafe-number', '{"id":123456789012345678901234567890}'],
    ['a number too large for any', 'json-unsafe-number', '{"a":1e400}'],
    ['one of them in a list', 'json-unsafe-number', '[1,2,[-1e999]]'],
    ['NUL in a text', 'json-forbidden-character', '{"a":"x\\u0000y"}'],
    ['NUL in a key', 'json-forbidden-character', '{"x\\u0000y":1}'],
    ['half a surrogate pair', 'json-forbidden-character', '{"a":"\\ud800"}'],
    ['the other half', 'json-forbidden-character', '{"a":"\\udc00x"}'],
    ['half a pair in a key', 'json-forbidden-character', '{"\\ud800":1}'],
  ])('%s (%s)', (_, failure, text) => {
    expect(parse(text)).toEqual({ failure })
    expect(passesOrdinaryReader(Buffer.from(text))).toBe(true)
  })

  test.each<[what: string, bytes: Buffer]>([
    ['a byte order mark', Buffer.from('\uFEFF{"a":1}')],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
    ['an overlong slash', Buffer.concat([Buffer.from('"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"')])],
    ['a surrogate in UTF-8', Buffer.concat([Buffer.from('"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"')])],
  ])('%s', (_, bytes) => {
    expect(parseStrict(bytes)).toEqual({ failure: 'json-not-utf8' })
    expect(passesOrdinaryReader(bytes)).toBe(true)
  })

  test('other encodings, in whatever way', () => {
    for (const encoding of ['utf16le', 'latin1'] as const)
      expect(parseStrict(Buffer.from('{"ä":"ö"}', encoding))).toHaveProperty('failure')
  })

  test('without a word of what it read', () => {
    const refusals = ['{"secret":1,"secret":2}', '{"secret":', '{"__proto__":"secret"}'].map(parse)
    expect(JSON.stringify(refusals)).not.toContain('secret')
  })
})

describe('the strict pass takes', () => {
  test.each<[what: string, text: string]>([
    ['32 levels', nested(maxDepth)],
    ['braces, colons and quotes in texts', '{"a":"}{][:,\\":\\\\\\"","b":"\\\\"}'],
    ['equal keys in different objects', '{"a":{"id":1},"b":{"id":1},"c":[{"id":1},{"id":1}]}'],
    ['keys that objects inherit', '{"toString":1,"constructor":"x","hasOwnProperty":null,"prototype":1}'],
    ['a surrogate pair in escapes', '{"a":"\\ud83d\\ude00"}'],
    ['the largest safe integers', '[9007199254740991,-9007199254740991]'],
    ['fractions and exponents', '[0.1,1e-400,-0.5E+2,1E2]'],
    ['white space of JSON', ' \t\r\n{ "a" : [ ] }\n'],
    ['any value at its top', 'null'],
    ['escaped control characters', '{"a":"\\n\\t\\u0001"}'],
  ])('%s', (_, text) => {
    expect(parse(text)).toEqual({ value: JSON.parse(text) })
  })

  /** Whatever JSON can say within the rules. */
  const safeText = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(text => !text.includes('\u0000'))
  const safeKey = safeText.filter(key => key !== '__proto__' && key !== 'constructor')
  const scalar = fc.oneof(
    safeText,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  )
  const { value: anyJson } = fc.letrec<{ value: Json }>(tie => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      scalar as fc.Arbitrary<Json>,
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(safeKey, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }))

  test('whatever JSON.stringify makes of safe values, as the same values', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parse(text)).toEqual({ value: JSON.parse(text) })
      }),
      { numRuns: 500 },
    )
  })

  test('no duplicate key at any depth', () => {
    fc.assert(
      fc.property(
        fc.array(anyJson, { maxLength: 3 }),
        safeKey,
        anyJson,
        fc.nat(maxDepth - 8),
        (before, key, value, depth) => {
          const member = `${JSON.stringify(key)}:${JSON.stringify(value)}`
          const others = before
            .map((one, index) => `${JSON.stringify(`other ${index} ${key}`)}:${JSON.stringify(one)},`)
            .join('')
          const twice = `{${member},${others}${member}}`
          const once = `{${others}${member}}`
          const wrap = (text: string) =>
            '[{"w":'.repeat(Math.floor(depth / 2)) + text + '}]'.repeat(Math.floor(depth / 2))
          expect(parse(wrap(twice))).toEqual({ failure: 'json-duplicate-key' })
          expect(parse(wrap(once))).toHaveProperty('value')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('any bytes without falling over them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => void parseStrict(Buffer.from(bytes))),
      { numRuns: 500 },
    )
  })
})
