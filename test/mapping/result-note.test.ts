import { mergeFindings } from '../../src/domain/finding'
import type { PostedResult } from '../../src/mapping/read-result'
import { noteText, statusText } from '../../src/mapping/result-note'

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
  }
})
