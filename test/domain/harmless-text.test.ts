import { defang, toHarmlessText } from '../../src/domain/harmless-text'

describe('defang', () => {
  test.each([
    ['https://evil.example/a.php?b=1', 'hxxps://evil[.]example/a[.]php?b=1'],
    ['HTTP://EVIL.EXAMPLE', 'HxxP://EVIL[.]EXAMPLE'],
    ['198.51.100.7 and 10.0.0.1:8080', '198[.]51[.]100[.]7 and 10[.]0[.]0[.]1:8080'],
    ['eve@mail.evil.example', 'eve[@]mail[.]evil[.]example'],
    ['bücher.example', 'bücher[.]example'],
  ])('leaves nothing to click on in %s', (text, harmless) => {
    expect(defang(text)).toBe(harmless)
    expect(defang(harmless)).toBe(harmless)
  })

  test.each(['57 of 70 engines', 'a score of 7.5', '2026-11-22 10:00:00', 'Ends here. And goes on.', '@channel'])(
    'leaves %s as it is',
    text => expect(defang(text)).toBe(text),
  )

  test('takes a long hostile text in its stride', () => {
    const size = 200_000
    for (const part of ['a', 'a.', '.', '@', 'a@', '-', 'http://', '1.']) {
      expect(defang(part.repeat(size / part.length)).length).toBeGreaterThanOrEqual(size - part.length)
    }
  })
})

describe('toHarmlessText', () => {
  test('drops control characters and turns, and keeps lines and tabs', () => {
    expect(toHarmlessText('a\u0000b\u202Ec\r\nd\te\rf\u2066', 100)).toBe('abc\nd\te\nf')
  })

  test('cuts to the limit, tells so, and leaves no half character', () => {
    expect(toHarmlessText('x'.repeat(100), 100)).toHaveLength(100)
    const cut = toHarmlessText('x'.repeat(101), 100)
    expect(cut).toHaveLength(100)
    expect(cut.endsWith('x […]')).toBe(true)
    expect(toHarmlessText('😀'.repeat(60), 100).isWellFormed()).toBe(true)
    expect(toHarmlessText('😀'.repeat(60), 101).isWellFormed()).toBe(true)
  })

  test('keeps to the limit where defanging makes a text longer', () => {
    expect(toHarmlessText('1.1.1.1 '.repeat(12), 100).length).toBeLessThanOrEqual(100)
  })
})
