import { wordsOf } from '../../src/mapping/words'
import { rulesFrom } from '../builders/some-rules'

describe('the vocabulary of a rules file', () => {
  const rules = rulesFrom(
    [
      'container:',
      '  label:',
      '    - { when: { field: labels, contains: phishing }, use: phishing }',
      '  severity:',
      '    - { when: { field: priority, equals: High }, use: high }',
      '    - { use: low }',
    ].join('\n'),
  )

  it('names each word with the place where it stands', () => {
    expect(wordsOf(rules).labels).toEqual([{ word: 'phishing', where: 'rules.yaml:3 container.label[0]' }])
    expect(wordsOf(rules).severities).toEqual([
      { word: 'high', where: 'rules.yaml:5 container.severity[0]' },
      { word: 'low', where: 'rules.yaml:6 container.severity[1]' },
      { word: 'high', where: 'rules.yaml enrichment.severity.Malicious' },
    ])
  })

  it('holds the built-in word only where the rules may leave a ticket undecided', () => {
    expect(wordsOf(rules).statuses).toEqual([{ word: 'new', where: 'built-in default of container.status' }])
    expect(wordsOf(rulesFrom()).severities).toEqual([
      { word: 'medium', where: 'built-in default of container.severity' },
      { word: 'high', where: 'rules.yaml enrichment.severity.Malicious' },
    ])
  })
})
