import type { DesiredContainer } from '../../src/domain/container'
import { type EngineFinding, type Finding, type LinkFindings, mergeFindings } from '../../src/domain/finding'
import { withFindings } from '../../src/mapping/with-findings'
import { buildArtifact, buildFields } from '../builders/soar-commands'
import { rulesFrom } from '../builders/some-rules'

const none: LinkFindings = { latest: [], gravest: null }

function desire(severity = 'medium'): DesiredContainer {
  return {
    fields: buildFields({ severity }),
    ticketArtifact: buildArtifact('ticket', { cef: { ticketKey: 'SEC-1' } }),
    observableArtifacts: [],
    observablesLeftOut: 0,
  }
}

const said = (finding: Finding, observable = 'evil.example', engine = 'VirusTotal'): EngineFinding => ({
  observable,
  engine,
  finding,
  at: 1,
})
const findingsOf = (...news: EngineFinding[]) => mergeFindings(none, news)

test('without findings nothing changes', () => {
  const desired = desire()
  expect(withFindings(desired, none, rulesFrom())).toBe(desired)
})

test('the ticket artifact tells the gravest, and what each engine says', () => {
  const findings = findingsOf(said('Clean'), said('Malicious', 'evil.example', 'Talos'), said('Unknown', 'a.example'))
  expect(withFindings(desire(), findings, rulesFrom()).ticketArtifact.cef).toEqual({
    ticketKey: 'SEC-1',
    enrichmentFinding: 'Malicious',
    enrichmentFindings:
      'evil.example: Malicious (Talos Malicious, VirusTotal Clean)\na.example: Unknown (VirusTotal Unknown)',
  })
})

test('the ticket artifact tells the gravest twenty, and how many more there are', () => {
  const findings = findingsOf(...Array.from({ length: 25 }, (_, index) => said('Clean', `${index}.example`)))
  const { cef } = withFindings(desire(), findings, rulesFrom()).ticketArtifact
  expect(String(cef.enrichmentFindings).split('\n')).toHaveLength(20)
  expect(cef.enrichmentFindingsLeftOut).toBe('5')
})

describe('the severity', () => {
  const raised =
    'enrichment: { severity: { Malicious: high, Suspicious: medium }, severityOrder: [low, medium, high, critical] }'
  test.each<[from: string, finding: Finding, to: string]>([
    ['low', 'Malicious', 'high'],
    ['low', 'Suspicious', 'medium'],
    ['low', 'Clean', 'low'],
    ['medium', 'Suspicious', 'medium'],
    ['critical', 'Malicious', 'critical'],
    ['p1', 'Malicious', 'p1'],
  ])('%s with %s is %s', (from, finding, to) => {
    expect(withFindings(desire(from), findingsOf(said(finding)), rulesFrom(raised)).fields.severity).toBe(to)
  })

  test('once raised stays raised, when the engine takes it back', () => {
    const takenBack = mergeFindings(findingsOf(said('Malicious')), [{ ...said('Clean'), at: 2 }])
    const { fields, keepSeverities, ticketArtifact } = withFindings(desire('low'), takenBack, rulesFrom(raised))
    expect(fields.severity).toBe('high')
    expect(keepSeverities).toEqual(['critical'])
    expect(ticketArtifact.cef.enrichmentFinding).toBe('Clean')
  })
})

test('a severity that stands outside its order is a mistake in the rules', () => {
  let refused: unknown
  try {
    rulesFrom('enrichment: { severity: { Malicious: p1 } }')
  } catch (error) {
    refused = error
  }
  expect(refused).toMatchObject({ mistakes: [{ message: expect.stringContaining('severityOrder') }] })
})
