import { playbooksToRun } from '../../src/mapping/playbooks-to-run'
import { aTicketWith } from '../builders/a-ticket'
import { rulesFrom } from '../builders/some-rules'

const rules = rulesFrom(
  [
    'playbooks:',
    '  - { when: { field: labels, contains: phishing }, run: local/phishing, on: [create, severity] }',
    '  - { run: local/any, on: [comment], scope: new }',
    '  - { run: local/phishing, on: [create] }',
  ].join('\n'),
)

describe('the playbooks that the rules start', () => {
  const phishing = aTicketWith({ labels: ['phishing'] })

  it('are those whose occasion came and whose condition holds, each once', () => {
    expect(playbooksToRun(phishing, ['create', 'comment'], rules)).toEqual([
      { playbook: 'local/phishing', scope: 'all', rule: 'playbooks[0]' },
      { playbook: 'local/any', scope: 'new', rule: 'playbooks[1]' },
    ])
    expect(playbooksToRun(aTicketWith({}), ['create'], rules)).toEqual([
      { playbook: 'local/phishing', scope: 'all', rule: 'playbooks[2]' },
    ])
  })

  it('are none where nothing happened that a rule waits for', () => {
    expect(playbooksToRun(phishing, ['status'], rules)).toEqual([])
    expect(playbooksToRun(phishing, [], rules)).toEqual([])
  })
})
