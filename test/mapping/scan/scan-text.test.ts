import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { observableKey } from '../../../src/mapping/observable-key'
import { scanText } from '../../../src/mapping/scan/scan-text'
import { rulesFrom } from '../../builders/some-rules'

interface GoldenCase {
  group: string
  text: string
  expected: string[]
}

const rules = rulesFrom().observables
const golden: GoldenCase[] = JSON.parse(readFileSync(resolve('test/fixtures/observables/golden.json'), 'utf8'))

function keysIn(text: string): string[] {
  return [...new Set(scanText(text, rules).map(observableKey))].sort()
}

function stepsFor(text: string): number {
  const meter = { steps: 0 }
  scanText(text, rules, meter)
  return meter.steps
}

describe('the observables of a text', () => {
  const groups = [...new Set(golden.map(({ group }) => group))]

  it('are held to at least 300 cases, in every group', () => {
    expect(golden.length).toBeGreaterThanOrEqual(300)
    expect(groups).toEqual(expect.arrayContaining(['ipv4', 'ipv6', 'cidr', 'domain', 'url', 'email', 'hash', 'cve']))
  })

  it.each(groups)('are exactly those of the golden file: %s', group => {
    const cases = golden.filter(one => one.group === group)
    const found = cases.map(({ text }) => ({ text, keys: keysIn(text) }))
    expect(found).toEqual(cases.map(({ text, expected }) => ({ text, keys: expected })))
  })

  it('come out of any defanging of an address', () => {
    const dots = fc.constantFrom('.', '[.]', '(.)', '{.}', '[dot]', '(dot)', '\\.', '[.')
    fc.assert(
      fc.property(fc.ipV4(), fc.array(dots, { minLength: 3, maxLength: 3 }), (address, signs) => {
        const written = address.split('.').reduce((text, octet, index) => `${text}${signs[index - 1]}${octet}`)
        expect(keysIn(`seen ${written}, twice`)).toEqual(address === '0.0.0.0' ? [] : [`ipv4:${address}`])
      }),
    )
  })

  it('never make the scan fail, whatever the text', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 400 })
    fc.assert(
      fc.property(texts, text => scanText(text, rules).every(({ value }) => value !== '')),
      { numRuns: 500 },
    )
  })
})

describe('the work of a scan', () => {
  const size = 256 * 1024
  const patterns = [
    ...['a', 'é', '0', '.', ':', '@', '[', '(', '\\', '\u200b', 'a-.', '[.]', '[.', ' [.', '{at', '[~', '[~a', '.]a'],
    ...[
      'http://',
      'http://[',
      '://',
      '//',
      'http://a.com,',
      'http://a.com(',
      'http://a.com/',
      'http://é',
      'hxxp',
      'hxxp[',
    ],
    ...[
      '1.1.1.1.',
      '1.2.3.4-',
      '1.2.3.4/',
      '2001:db8::1 ',
      '::',
      'a:',
      '1:',
      'a@',
      'a@b.',
      'user@evil.com',
      'a@b.com ',
    ],
    ...['cve-', 'cve-2021-44228', 'é.com/', 'a.é', '&amp', '&', '_', 'evil.com ', 'evil.com/', `${'ab'.repeat(16)} `],
  ]

  it.each(patterns)('grows with the length of the text and no faster: %j over and over', pattern => {
    const half = pattern.repeat(Math.ceil(size / 2 / pattern.length))
    const steps = stepsFor(half + half)
    expect(steps / stepsFor(half)).toBeLessThanOrEqual(2.2)
    expect(steps / size).toBeLessThanOrEqual(40)
  })

  it('grows with the length of the text for any repeated pattern', () => {
    const alphabet = fc.constantFrom(
      'a',
      '1',
      '.',
      ':',
      '/',
      '@',
      '[',
      ']',
      '~',
      '-',
      '(',
      '\\',
      'é',
      ' ',
      'h',
      'http://',
      'com',
    )
    fc.assert(
      fc.property(fc.array(alphabet, { minLength: 1, maxLength: 8 }), parts => {
        const text = parts.join('').repeat(1000)
        expect(stepsFor(text + text) / stepsFor(text)).toBeLessThanOrEqual(2.2)
      }),
    )
  })

  it('is counted at all: no text is read with fewer steps than it has characters', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), text => stepsFor(text) >= text.length))
  })
})
