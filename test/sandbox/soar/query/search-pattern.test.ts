import fc from 'fast-check'
import { createSearch } from '../../../../src/sandbox/soar/query/search-pattern'

describe('a search for a pattern', () => {
  it.each([
    ['', 'anything', true],
    ['^$', '', true],
    ['^$', 'a', false],
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['b$', 'abc', false],
    ['^a.c$', 'a\nc', true],
    ['a|^c', 'bc', false],
    ['(ab){2,3}c', 'xababc', true],
    ['(ab){3}', 'ababxab', false],
    ['x{0}y', 'xy', true],
    ['[^a-c]+', 'abc', false],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['\\d\\D\\w\\W\\s\\S', '1a_- x', true],
    ['\\.\\$\\\\', '.$\\', true],
    ['a{', 'a{', true],
    ['(?:a|b)*?c', 'abac', true],
    ['é', 'é', true],
  ])('%j in %j: %p', (pattern, text, expected) => {
    expect(createSearch(pattern, false)(text)).toBe(expected)
  })

  it('takes any case where it is asked to, also of what must not be there', () => {
    expect(createSearch('ÉCL[a-c]IR', true)('éclair')).toBe(true)
    expect(createSearch('[^a]', true)('A')).toBe(false)
  })

  it.each([
    '(a',
    'a)',
    '[a',
    '*a',
    'a**',
    'a{2}{3}',
    '^*',
    'a{3,2}',
    'a{256}',
    '[b-a]',
    '(?=a)',
    '(?<n>a)',
    'a\\',
    '\\1',
    '\\b',
    '[[:alpha:]]',
    '('.repeat(100),
    '((((a{200}){200}){200}){200}){200}',
    '(((((|){255}){255}){255}){255}){255}',
  ])('refuses %j', pattern => {
    expect(() => createSearch(pattern, false)).toThrow(/^invalid regular expression: /)
  })

  it('does not slow down on patterns that others cannot finish', () => {
    const text = `${'a'.repeat(20_000)}!`
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '(.*)*(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '(a?){100}a{100}b']) {
      expect(createSearch(pattern, false)(text)).toBe(false)
    }
  })

  it('finds the same after its memory was full', () => {
    const search = createSearch('[ab]*a[ab]{12}c', false)
    const random = fc.sample(fc.array(fc.constantFrom('a', 'b'), { minLength: 200, maxLength: 200 }), {
      numRuns: 40,
      seed: 1,
    })
    for (const letters of random) {
      const text = `${letters.join('')}c`
      expect(search(text)).toBe(/a[ab]{12}c/.test(text))
    }
  })
})
