import { createScrubber, cutText, redactBody } from '../../src/telemetry/redact'

describe('cutText', () => {
  test('leaves what fits', () => expect(cutText('abc', 3)).toBe('abc'))
  test('says that it cut', () => expect(cutText('abcd', 3)).toBe('abc… (cut)'))
  test('never halves a character', () => expect(cutText('ab😀d', 3)).toBe('ab… (cut)'))
})

describe('redactBody', () => {
  test.each([
    'password',
    'Passwd',
    'client_secret',
    'api_key',
    'X-API-Key',
    'ph-auth-token',
    'accessToken',
    'Authorization',
    'Set-Cookie',
    'private_key',
  ])('masks the value of %s at any depth, whatever it is', key => {
    const body = { a: [{ [key]: 'canary', kept: 1 }], [key]: { deep: ['canary'] } }
    for (const form of [body, JSON.stringify(body)]) {
      expect(redactBody(form)).toBe(`{"a":[{"${key}":"***","kept":1}],"${key}":"***"}`)
    }
  })

  test('leaves other members alone', () => {
    const body = '{"name":"pass the salt","cef":{"requestURL":"https://a.example/?q=1"},"n":null}'
    expect(redactBody(body)).toBe(body)
  })

  test.each([
    ['user=a&password=canary&x=1', 'user=a&password=***&x=1'],
    ['{"token":"canary with \\"quotes\\" and space","rest":1', '{"token":***,"rest":1'],
    ['authorization: Basic canary canary\nnext', 'authorization: ***\nnext'],
    ["<input name='api_key' value=1> secret = canary;", "<input name='api_key' value=1> secret = ***;"],
    ['{"password":"canary that was cut', '{"password":***'],
  ])('masks in text that is no JSON: %s', (text, expected) => expect(redactBody(text)).toBe(expected))

  test('cuts to 4 KB and leaves no half of a credential at the cut', () => {
    const body = `{"x":"${'a'.repeat(4070)}","token":"${'c'.repeat(300)}"} trailing`
    const redacted = redactBody(body)
    expect(redacted.length).toBeLessThan(4200)
    expect(redacted).not.toContain('ccc')
  })

  test('stands a body that is deeper than the stack', () => {
    expect(redactBody(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toContain('[[[[')
  })

  test.each(['token', 'secret=', 'password "', '-', '"\\'])('takes linear time on 200 KB of %j', part => {
    expect(redactBody(part.repeat(200_000 / part.length)).length).toBeLessThan(4200)
  })

  test('has a text for nothing', () =>
    expect([redactBody(undefined), redactBody(null), redactBody('')]).toEqual(['', 'null', '']))
})

describe('createScrubber', () => {
  test('replaces secrets as they are, as JSON and as addresses spell them', () => {
    const scrub = createScrubber(['a"b/c d', 'a"b/c d and more'])
    expect(scrub('a"b/c d')).toBe('***')
    expect(scrub(JSON.stringify({ x: 'a"b/c d' }))).toBe('{"x":"***"}')
    expect(scrub('?q=a%22b%2Fc%20d')).toBe('?q=***')
    expect(scrub('a"b/c d and more')).toBe('***')
  })

  test('takes secrets by the letter, not as patterns', () => {
    const scrub = createScrubber(['.*.*', '[a-z]+$^|()'])
    expect(scrub('abcdef')).toBe('abcdef')
    expect(scrub('x.*.*y[a-z]+$^|()')).toBe('x***y***')
  })

  test('leaves short secrets and bare numbers in place, which every line holds', () => {
    expect(createScrubber(['', 'abc', '1234567', 'true'])('abc 1234567 true')).toBe('abc 1234567 true')
  })
})
