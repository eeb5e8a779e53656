import type { Audience } from '../../src/domain/command'
import { createJudge } from '../../src/flows/judge-for-ticket'
import { buildLink } from '../builders/rows'
import { rulesFrom } from '../builders/some-rules'

const version = { at: 1 }

function verdictOf(text: string, { label, audience = 'internal' }: { label?: string; audience?: Audience }): string {
  const link = buildLink()
  const labels = { value: label === undefined ? [] : [label], version, tie: '' }
  const snapshot = { ...link.snapshot, fields: { ...link.snapshot.fields, labels } }
  const source = { rules: rulesFrom(), connector: { system: 'jira' as const } }
  return createJudge({ source, link: { ...link, snapshot }, audience })(text).verdict
}

test.each([
  [undefined, 'allow', 'hold'],
  ['TLP:CLEAR', 'allow', 'hold'],
  ['TLP:GREEN', 'allow', 'hold'],
  ['TLP:AMBER', 'allow', 'hold'],
  ['TLP:AMBER+STRICT', 'redact', 'hold'],
  ['TLP:RED', 'hold', 'hold'],
])('a text without a marking for a ticket marked %s: %s inside, %s outside', (label, inside, outside) => {
  const of = label === undefined ? {} : { label }
  expect(verdictOf('what we know', of)).toBe(inside)
  expect(verdictOf('what we know', { ...of, audience: 'customer' })).toBe(outside)
})

test('the stricter of the marking of the text and of the ticket counts', () => {
  const outside = { audience: 'customer' } as const
  expect(verdictOf('TLP:CLEAR for all', { label: 'TLP:GREEN', ...outside })).toBe('allow')
  expect(verdictOf('TLP:CLEAR for all', { label: 'TLP:AMBER', ...outside })).toBe('hold')
  expect(verdictOf('TLP:RED for few', { label: 'TLP:CLEAR' })).toBe('hold')
})
