import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isBridgeError } from '../../src/errors'
import { jsonSchemaOfRules, parseRules } from '../../src/mapping/rules'
import { rulesFrom, shippedRules } from '../builders/some-rules'

function mistakesOf(text: string): { path: string; message: string }[] {
  try {
    parseRules(text, 'rules.yaml')
  } catch (error) {
    if (isBridgeError(error) && error.kind === 'misconfigured') return [...error.mistakes]
    throw error
  }
  return []
}

describe('a rules file', () => {
  it('may be empty: the defaults stand in', () => {
    const rules = rulesFrom('')
    expect(rules.container.name).toBe('{ticket.key}: {summary}')
    expect(rules.tlp.default).toBe('amber')
    expect(rules.observables.max).toBe(500)
  })

  it('is frozen through and through once it was read', () => {
    const rules = rulesFrom('container: { severity: [{ use: high }] }')
    expect(Object.isFrozen(rules)).toBe(true)
    expect(Object.isFrozen(rules.container.severity[0])).toBe(true)
  })

  it('has a version that changes with its text and with nothing else', () => {
    expect(rulesFrom('tlp: { default: red }').version).toBe(rulesFrom('tlp: { default: red }').version)
    expect(rulesFrom('tlp: { default: red }').version).not.toBe(rulesFrom('tlp: { default: green }').version)
    expect(rulesFrom('').version).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is refused with all its mistakes at once, each with its line, its path and what was expected', () => {
    const mistakes = mistakesOf(
      [
        'container:',
        '  nam: x',
        '  severity:',
        '    - { use: 3 }',
        '  sensitivity: [{ use: purple }]',
        '  owner: [a..b]',
        'observables:',
        '  max: -1',
        '  ignore: { networks: [10.0.0.300/8] }',
        'retrigger: { when: [colour] }',
        'bogus: 1',
      ].join('\n'),
    )
    expect(mistakes.map(({ path }) => path)).toEqual([
      'rules.yaml:2 container.nam',
      'rules.yaml:4 container.severity[0].use',
      'rules.yaml:5 container.sensitivity[0].use',
      'rules.yaml:6 container.owner[0]',
      'rules.yaml:8 observables.max',
      'rules.yaml:9 observables.ignore.networks[0]',
      'rules.yaml:10 retrigger.when[0]',
      'rules.yaml:11 bogus',
    ])
    for (const { message } of mistakes) expect(message).toMatch(/^expected .+, for example ./)
  })

  it.each([
    ['a condition with two tests', 'skip: [{ name: x, when: { field: a, equals: b, in: [c] } }]'],
    ['a condition without a field', 'skip: [{ name: x, when: { equals: b } }]'],
    ['a condition that joins and tests', 'skip: [{ name: x, when: { field: a, and: [{ field: b, equals: c }] } }]'],
    ['an empty list of words', 'skip: [{ name: x, when: { field: a, in: [] } }]'],
    ['a regular expression', 'skip: [{ name: x, when: { field: a, matches: "(a+)+$" } }]'],
    ['a mistake deep inside a condition', 'skip: [{ name: x, when: { not: { or: [{ field: a, equals: [] }] } } }]'],
    ['a rule that can never decide', 'container: { label: [{ use: a }, { use: b }] }'],
    ['a tag from nowhere', 'container: { tags: [{ when: { field: a, exists: true } }] }'],
    ['a tag that splits nothing', 'container: { tags: [{ use: vip, split: "," }] }'],
    ['a CEF key that is none', 'ticketArtifact: { cef: { "a b": "x" } }'],
    ['a custom field in the manner of the prototype', 'container: { customFields: { __x: "x" } }'],
    ['an observable type that is none', 'observables: { cef: { ipv7: x } }'],
    ['a tag policy that is none', 'fields: { tags: { conflict: latest } }'],
    ['a reason from the ticket', 'fields: { closeReason: { direction: both } }'],
    ['a status that leads nowhere', 'toTicket: { status: [{ soar: closed, to: [] }] }'],
    ['a closing rule with text and values', 'toTicket: { closing: [{ field: a, text: b, otherwise: c }] }'],
    ['a closing rule that says nothing', 'toTicket: { closing: [{ field: a }] }'],
    ['a playbook without a repository', 'playbooks: [{ run: triage }]'],
    ['a file larger than webhooks take', 'files: { maxMegabytes: 26 }'],
    ['a verdict that is none', 'audience: { customer: { red: maybe } }'],
    ['a list where a section belongs', '[]'],
    ['a text that is no YAML', 'a: b: c'],
    ['a doubled key', 'tlp: {}\ntlp: {}'],
    ['aliases, which could bite their own tail', 'container: { status: [&a { use: x, when: { not: *a } }] }'],
  ])('is refused for %s', (_what, text) => {
    expect(mistakesOf(text).length).toBeGreaterThan(0)
  })

  it('reads numbers and yes or no as the words that tickets hold', () => {
    const rules = rulesFrom('skip: [{ name: x, when: { field: state, in: [3, true] } }]')
    expect(rules.skip[0]?.when).toEqual({ field: 'state', in: ['3', 'true'] })
  })

  it.each(['jira', 'servicenow', 'results'] as const)('ships for %s without a mistake', name => {
    expect(shippedRules(name).container.severity.length).toBeGreaterThan(0)
  })

  it('is explained by examples that are valid', () => {
    const blocks = readFileSync(resolve('docs/mapping.md'), 'utf8').split('```yaml\n').slice(1)
    const files = blocks.map(block => block.slice(0, block.indexOf('```'))).filter(block => !block.startsWith('{'))
    expect(files.length).toBeGreaterThanOrEqual(4)
    expect(files.flatMap(mistakesOf)).toEqual([])
  })

  it('has a JSON Schema for editors that knows every section and takes an empty file', () => {
    const schema = jsonSchemaOfRules()
    expect(Object.keys(schema.properties ?? {})).toEqual([
      'skip',
      'container',
      'tlp',
      'ticketArtifact',
      'observables',
      'enrichment',
      'retrigger',
      'fields',
      'toTicket',
      'notes',
      'files',
      'sharing',
      'results',
      'playbooks',
      'reopen',
      'duplicates',
      'closed',
      'deleted',
      'audience',
    ])
    expect(schema.additionalProperties).toBe(false)
    expect(schema.required).toBeUndefined()
  })
})
