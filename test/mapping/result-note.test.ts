import { mergeFindings } from '../../src/domain/finding'
import type { PostedResult } from '../../src/mapping/read-result'
import { noteText, statusText, withoutOwnNotes } from '../../src/mapping/result-note'

const at = Date.parse('2026-01-02T03:04:05Z')
const none = { latest: [], gravest: null }
const said = (observable: string, engine: string, finding: 'Malicious' | 'Clean') => ({
  observable,
  engine,
  finding,
  at,
})

function posted(record: Record<string, string>): PostedResult {
  return {
    id: 'r',
    kind: 'threat_lookup',
    record,
    unknown: {},
    createdBy: 'script',
    createdAt: at,
    updatedAt: at,
    modCount: 0,
  }
}

test('the status tells the gravest finding of each observable, and who says what since when', () => {
  const findings = mergeFindings(none, [
    said('evil.example', 'Talos', 'Clean'),
    said('evil.example', 'VirusTotal', 'Malicious'),
    said('a.example', 'Talos', 'Clean'),
  ])
  expect(statusText(findings)).toBe(
    [
      '[soarbridge] Enrichment: Malicious',
      '',
      'Malicious: evil.example (VirusTotal Malicious, 2026-01-02 03:04 UTC; Talos Clean, 2026-01-02 03:04 UTC)',
      'Clean: a.example (Talos Clean, 2026-01-02 03:04 UTC)',
    ].join('\n'),
  )
  expect(statusText(none)).toBeNull()
})

test('the status tells of results without a finding too, newest first, and how many it leaves out', () => {
  const silent = Array.from({ length: 23 }, (_, index) => ({
    id: String(index),
    about: index === 22 ? '' : `web-${index}`,
    engine: 'CMDB',
    at: at + index * 60_000,
  }))
  const lines = (statusText(mergeFindings(none, [], silent)) ?? '').split('\n')
  expect(lines.slice(0, 4)).toEqual([
    '[soarbridge] Enrichment',
    '',
    'Result: no observable (CMDB, 2026-01-02 03:26 UTC)',
    'Result: web-21 (CMDB, 2026-01-02 03:25 UTC)',
  ])
  expect([lines.length, lines.at(-1)]).toEqual([23, 'and 3 more, in SOAR'])
  expect(statusText(mergeFindings(none, [said('a.example', 'Talos', 'Clean')], silent.slice(0, 1)))).toBe(
    [
      '[soarbridge] Enrichment: Clean',
      '',
      'Clean: a.example (Talos Clean, 2026-01-02 03:04 UTC)',
      '',
      'Result: web-0 (CMDB, 2026-01-02 03:04 UTC)',
    ].join('\n'),
  )
})

test('a note tells what is new, and none of its raw data', () => {
  const lookup = posted({
    observable: 'evil.example',
    source_engine: 'VirusTotal',
    finding: 'Malicious',
    raw_data: 'secret',
  })
  expect(noteText([lookup, posted({ cmdb_ci: 'web-01', details: 'secret' }), posted({})])).toBe(
    [
      '[soarbridge] Enrichment',
      '',
      'Malicious: evil.example (VirusTotal, 2026-01-02 03:04 UTC)',
      'Result: web-01 (script, 2026-01-02 03:04 UTC)',
      'Result: no observable (script, 2026-01-02 03:04 UTC)',
    ].join('\n'),
  )
})

test('both end after fifty lines with how many more there are', () => {
  const many = Array.from({ length: 60 }, (_, index) => `${index}.example`)
  const status =
    statusText(
      mergeFindings(
        none,
        many.map(value => said(value, 'Talos', 'Clean')),
      ),
    ) ?? ''
  const note = noteText(many.map(observable => posted({ observable })))
  for (const text of [status, note]) {
    expect(text.split('\n')).toHaveLength(53)
    expect(text).toContain('and 10 more, in SOAR')
    expect(withoutOwnNotes(`{noformat}\n${text}\n{noformat}`)).toBe('')
  }
})

describe('what a text says besides notes of ours', () => {
  const own = noteText([posted({ observable: 'evil.example' })])
  const ofBeth = '2026-03-04 10:26:40 - Beth (Work notes)\nSeen on 192.0.2.44\n\n'
  const ofOurs = `2026-03-04 10:20:00 - Bridge (Work notes)\n${own}\n\n[soarbridge:0123]\n\n`

  test.each([own, `  ${own}`, `{noformat}\n${own}\n{noformat}\n{anchor:soarbridge-0123}`, ofOurs])(
    'is nothing where it is one (%#)',
    text => {
      expect(withoutOwnNotes(text)).toBe('')
    },
  )

  test.each([`Look: ${own}`, `> ${own}`, `${own.replace('[', '')}`, `{noformat}{noformat}${own}`, ofBeth])(
    'is all of it where it only quotes one, or none (%#)',
    text => {
      expect(withoutOwnNotes(text)).toBe(text)
    },
  )

  test('is every other entry of a journal, whoever wrote first', () => {
    expect(withoutOwnNotes(ofBeth + ofOurs)).toBe(ofBeth)
    expect(withoutOwnNotes(ofOurs + ofBeth + ofOurs)).toBe(ofBeth)
    const american = ofBeth.replace('2026-03-04 10:26:40', '03/04/2026 10:26:40 AM')
    expect(withoutOwnNotes(`${own}\n\n${american}`)).toBe(american)
    expect(withoutOwnNotes(`${ofBeth}As the bridge said:\n${own}\n`)).toContain('evil.example')
  })

  test('is read in linear time', () => {
    const hostile = `${'2026-03-04 10:26:40 - ('.repeat(20_000)}\n${'2026-03-04 10:26:40 - x (\n'.repeat(20_000)}`
    expect(withoutOwnNotes(hostile)).toBe(hostile)
  })
})
