import fc from 'fast-check'
import type { RawFormat } from '../../src/domain/enrichment-mapping'
import { readRawData } from '../../src/mapping/read-raw-data'

const readAs = (format: RawFormat, text: string) => {
  const read = readRawData[format](text)
  return 'value' in read ? read.value : undefined
}
const expectedOf = (format: RawFormat, text: string) => {
  const read = readRawData[format](text)
  return 'expected' in read ? read.expected : undefined
}

describe('raw data in XML', () => {
  test('is elements as members, repeated ones as a list, attributes behind an at sign, and all of it text', () => {
    const text = '<?xml version="1.0"?><r a="1"><!-- x --><n>007</n><i id="a">one</i><i id="b"/><e/><?pi x?></r>'
    expect(readAs('XML', text)).toEqual({
      r: { '@a': '1', n: '007', i: [{ '@id': 'a', '#text': 'one' }, { '@id': 'b' }], e: '' },
    })
  })

  test('may have the entities of XML itself and characters by number, but not in CDATA', () => {
    const text = '<r a="&quot;x&quot;"><u>?a=1&amp;b=2 &#65;&#x42;&lt;&amp;lt;</u><c><![CDATA[&amp;<b>]]></c></r>'
    expect(readAs('XML', text)).toEqual({ r: { '@a': '"x"', u: '?a=1&b=2 AB<&lt;', c: '&amp;<b>' } })
  })

  test.each([
    ['a half character', '<r>&#xD800;</r>', '&#xD800;'],
    ['no character', '<r>&#0;&#9999999;</r>', '&#0;&#9999999;'],
    ['an entity that nobody declared', '<r>&bomb;</r>', '&bomb;'],
  ])('keeps %s as it was written', (_, text, kept) => {
    expect(readAs('XML', text)).toEqual({ r: kept })
  })

  test.each([
    ['an empty DOCTYPE', '<!DOCTYPE r><r>1</r>'],
    ['a bomb of entities', `<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}">]><r>&b;</r>`],
    ['an entity from a file', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
    ['a DTD from elsewhere', '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>'],
    ['a DOCTYPE behind a comment in an attribute', '<r a="<!--"><!DOCTYPE r []><b>--></b></r>'],
    ['a DOCTYPE behind a quoted instruction', '<?x "?><!--" ?><!DOCTYPE r><r>--></r>'],
    ['elements nested too deeply', `${'<a>'.repeat(40)}1${'</a>'.repeat(40)}`],
    ['an element called constructor', '<r><constructor><prototype>1</prototype></constructor></r>'],
  ])('is refused with %s', (_, text) => {
    expect(expectedOf('XML', text)).toMatch(/XML/)
  })

  test.each([
    ['nothing', ''],
    ['no tag', 'text'],
    ['an open tag', '<a><b></a>'],
    ['two roots', '<a></a><b></b>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
  ])('is refused as not well-formed with %s', (_, text) => {
    expect(expectedOf('XML', text)).toMatch(/^well-formed XML \(look at line \d+\)$/)
  })

  test('says in which line to look', () => {
    expect(expectedOf('XML', '<a>\n<b>\n</c>\n</a>')).toBe('well-formed XML (look at line 3)')
  })
})

describe('raw data in JSON', () => {
  test('may be anything that every reader reads alike', () => {
    expect(readAs('JSON', ' [{"a": 1.5, "b": null}] ')).toEqual([{ a: 1.5, b: null }])
  })

  test.each([
    ['a key twice', '{"a":1,"\\u0061":2}', 'JSON with each key of an object once'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'JSON of at most 32 levels'],
    ['a prototype', '{"__proto__":{"x":1}}', 'JSON without the keys __proto__ and constructor.prototype'],
    ['a NUL', '"\\u0000"', 'JSON without \\u0000 and half characters'],
    ['a number that loses digits', '12345678901234567890', expect.stringContaining('2^53')],
    ['a comment', '{} // x', 'JSON'],
  ])('is refused with %s', (_, text, expected) => {
    expect(expectedOf('JSON', text)).toEqual(expected)
  })
})

describe('raw data in Properties', () => {
  test('are pairs with escapes, comments and continued lines; the last of equal keys counts', () => {
    const text = '# note\n! note\na.b = 1\na.b : 2\nu=\\u0041\\u00e4\\t\nlong = one \\\n   two\nempty\nk\\ ey=v\\=w'
    expect(readAs('Properties', text)).toEqual({
      'a.b': '2',
      u: 'Aä\t',
      long: 'one two',
      empty: '',
      'k ey': 'v=w',
    })
  })

  test('may use any name as a key, and none reaches a prototype', () => {
    const read = readAs('Properties', '__proto__=x\nconstructor=y\ntoString=z')
    expect(Object.entries(read ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ])
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
  })

  test.each(['a=\\u0000', 'a=\\ud800', '\\udc00=a'])('are refused with an escape that is no character: %s', text => {
    expect(expectedOf('Properties', text)).toContain('half characters')
  })
})

/** Each would take minutes, or the stack, where the time grew faster than the text. */
const length = 200_000
const hostile: [what: string, text: string][] = [
  ['opening brackets', '<'.repeat(1_000_000)],
  ['open tags', '<a>'.repeat(length / 3)],
  ['open comments', '<!--'.repeat(length / 4)],
  ['open CDATA', '<![CDATA['.repeat(length / 9)],
  ['open instructions', '<?'.repeat(length / 2)],
  ['open quotes', `<a b="${"'".repeat(length)}`],
  ['spaces in a tag', `<a${' '.repeat(length)}b`],
  ['spaces behind an equals sign', `<a ${`b= ${' '.repeat(1000)}`.repeat(length / 1000)}/>`],
  ['attributes', `<a ${Array.from({ length: length / 12 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
  ['small elements below long names', nestedNames(20, 5_000, 20_000)],
  ['siblings of different names', `<r>${Array.from({ length: length / 10 }, (_, i) => `<a${i}/>`).join('')}</r>`],
  ['ampersands', `<r>${'&'.repeat(length)}</r>`],
  ['numbers of characters', `<r>${'&#'.repeat(length / 2)}</r>`],
  ['declared entities', `<!DOCTYPE r [${'<!ENTITY a "b">'.repeat(length / 15)}]><r/>`],
  ['open declarations', `<!DOCTYPE r [${'<!ENTITY '.repeat(length / 9)}`],
  ['line breaks', `<r>${'\r'.repeat(length)}</r>`],
  ['open lists', '['.repeat(length)],
  ['open objects', '{"a":'.repeat(length / 5)],
  ['open strings', '"\\'.repeat(length / 2)],
  ['backslashes', '\\'.repeat(length)],
  ['continued lines', '\\\n'.repeat(length / 2)],
  ['separators', 'a='.repeat(length / 2)],
  ['keys of many dots', `${'a.'.repeat(length / 2)}=1`],
  ['open escapes', '\\u00'.repeat(length / 4)],
]

function nestedNames(levels: number, letters: number, leaves: number): string {
  const names = Array.from({ length: levels }, (_, i) => `${'n'.repeat(letters)}${i}`)
  const open = names.map(name => `<${name}>`).join('')
  const close = names.reverse().map(name => `</${name}>`)
  return `${open}${'<a/>'.repeat(leaves)}${close.join('')}`
}

test.each(hostile)('a long row of %s is judged in every format', (_, text) => {
  for (const format of ['JSON', 'XML', 'Properties'] as const) expect(readRawData[format](text)).toBeDefined()
})

const pieces = [
  ...['<', '>', '</', '/>', '<a>', '</a>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!DOCTYPE', '<!ENTITY', '&a;'],
  ...['"', "'", '=', '&amp;', '&#', ';', '{', '}', '[', ']', ':', ',', '\\', '\\u', '\n', '\r', ' ', '__proto__', 'x', '1'],
]

test('any text is read or refused, and never raises', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...pieces)).map(all => all.join('')))
  fc.assert(
    fc.property(fc.constantFrom('JSON', 'XML', 'Properties'), texts, (format: RawFormat, text) => {
      expect(readRawData[format](text)).toBeDefined()
    }),
    { numRuns: 1_000 },
  )
})
