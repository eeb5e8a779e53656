import { isFileShared, isNoteShared } from '../../src/mapping/goes-to'
import { rulesFrom } from '../builders/some-rules'

describe('notes and files', () => {
  it('go nowhere where a rules file does not say so', () => {
    const rules = rulesFrom('')
    expect(isNoteShared(rules, 'to-ticket', 'x') || isNoteShared(rules, 'to-soar', 'x')).toBe(false)
    expect(isFileShared(rules, 'to-ticket', 1) || isFileShared(rules, 'to-soar', 1)).toBe(false)
  })

  it('go the ways that the rules name, by their titles and up to their size', () => {
    const rules = rulesFrom(
      'notes: { direction: to-ticket, onlyTitles: [summary], exceptTitles: [internal] }\nfiles: { direction: both, maxMegabytes: 1 }',
    )
    expect(isNoteShared(rules, 'to-ticket', 'Shift Summary')).toBe(true)
    expect(isNoteShared(rules, 'to-ticket', 'Internal summary')).toBe(false)
    expect(isNoteShared(rules, 'to-ticket', 'other')).toBe(false)
    expect(isNoteShared(rules, 'to-soar', 'Shift Summary')).toBe(false)
    expect(isFileShared(rules, 'to-soar', 1_000_000)).toBe(true)
    expect(isFileShared(rules, 'to-ticket', 1_000_001)).toBe(false)
    expect(isFileShared(rules, 'to-ticket', null)).toBe(true)
  })
})
