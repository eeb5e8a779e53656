import type { Audience } from '../../src/domain/command'
import { judgeText } from '../../src/mapping/audience'
import type { Tlp } from '../../src/mapping/tlp'
import { rulesFrom, shippedRules } from '../builders/some-rules'

const secret = 'the host calls 198.51.100.7'
const rules = rulesFrom('')

function judge(over: Partial<Parameters<typeof judgeText>[1]> & { text?: string } = {}) {
  const { text = secret, ...facts } = over
  return judgeText(text, { markings: [], sensitivity: null, audience: 'internal', rules, ...facts })
}

describe('a text that would leave for a ticket', () => {
  const matrix: [string, Tlp[], Audience, string][] = [
    ['CLEAR', ['clear'], 'internal', 'allow'],
    ['GREEN', ['green'], 'internal', 'allow'],
    ['AMBER', ['amber'], 'internal', 'allow'],
    ['AMBER+STRICT', ['amber+strict'], 'internal', 'redact'],
    ['RED', ['red'], 'internal', 'hold'],
    ['nothing', [], 'internal', 'allow'],
    ['CLEAR', ['clear'], 'customer', 'allow'],
    ['GREEN', ['green'], 'customer', 'allow'],
    ['AMBER', ['amber'], 'customer', 'hold'],
    ['AMBER+STRICT', ['amber+strict'], 'customer', 'hold'],
    ['RED', ['red'], 'customer', 'hold'],
    ['nothing', [], 'customer', 'hold'],
  ]
  const ships = [
    ['the defaults', rules],
    ['jira', shippedRules('jira')],
    ['servicenow', shippedRules('servicenow')],
  ] as const

  describe.each(ships)('by %s', (_name, using) => {
    it.each(matrix)('and is marked %s (%j), for %s: %s', (_marking, markings, audience, verdict) => {
      const judged = judge({ markings, audience, rules: using })
      expect(judged.verdict).toBe(verdict)
      expect(JSON.stringify(judged).includes(secret)).toBe(verdict === 'allow')
    })
  })

  it('counts as the strictest of all its markings, those that stand in itself included', () => {
    expect(judge({ markings: ['clear', 'red', 'green'] }).verdict).toBe('hold')
    expect(judge({ markings: ['clear'], text: `${secret} TLP:RED` }).verdict).toBe('hold')
    expect(judge({ markings: ['clear'], text: `${secret} TLP:PURPLE` }).verdict).toBe('hold')
  })

  it('is no milder than the sensitivity of its container', () => {
    expect(judge({ markings: ['clear'], sensitivity: 'red' }).verdict).toBe('hold')
    expect(judge({ markings: ['clear'], sensitivity: 'amber', audience: 'customer' }).verdict).toBe('hold')
    expect(judge({ markings: ['red'], sensitivity: 'white' }).verdict).toBe('hold')
    expect(judge({ sensitivity: 'white', audience: 'customer' }).verdict).toBe('hold')
  })

  it('is replaced by a sentence that names the marking where it is redacted', () => {
    expect(judge({ markings: ['amber+strict'] })).toMatchObject({
      verdict: 'redact',
      text: 'This text is marked TLP:AMBER+STRICT and is not shown here. It can be read in Splunk SOAR.',
    })
  })

  it('goes where an administrator says so', () => {
    const lenient = rulesFrom('audience: { unmarked: green, internal: { red: redact }, customer: { amber: allow } }')
    expect(judge({ markings: ['red'], rules: lenient }).verdict).toBe('redact')
    expect(judge({ audience: 'customer', rules: lenient }).verdict).toBe('allow')
    expect(judge({ markings: ['amber'], audience: 'customer', rules: lenient }).verdict).toBe('allow')
  })
})
