import { sha256Hex } from '../../src/domain/ids'
import type { Json } from '../../src/domain/json'
import { findingOf, type PostedResult } from '../../src/mapping/read-result'
import { resultArtifact } from '../../src/mapping/result-artifact'
import { resultFile } from '../../src/mapping/result-file'
import { rulesFrom } from '../builders/some-rules'

const ticket = { connection: 'jira', id: '10042' }
const lookup = {
  observable: '198.51.100.7',
  source_engine: 'VirusTotal',
  finding: 'Malicious',
  first_found: '2026-01-02 03:04:05',
}

function posted(record: Record<string, string>, changes: Partial<PostedResult> = {}): PostedResult {
  return {
    id: '0123456789abcdef0123456789abcdef',
    kind: 'threat_lookup',
    record,
    unknown: {},
    createdBy: 'vt-script',
    createdAt: 1_000,
    updatedAt: 1_000,
    modCount: 0,
    ...changes,
  }
}

const artifactOf = (result: PostedResult, rules = '') => resultArtifact(result, ticket, rulesFrom(rules))

describe('the artifact of a result', () => {
  test('holds finding, engine, first found and the observable under its CEF key', () => {
    expect(artifactOf(posted({ ...lookup, result: '57/70', details: 'https://vt.example/x' }))).toEqual({
      sourceDataIdentifier: 'soarbridge:jira:10042:result:0123456789abcdef0123456789abcdef',
      name: 'VirusTotal: 198.51.100.7 Malicious',
      label: 'enrichment',
      severity: 'high',
      tags: [],
      cef: {
        sourceAddress: '198.51.100.7',
        enrichmentKind: 'threat_lookup',
        resultId: '0123456789abcdef0123456789abcdef',
        sourceEngine: 'VirusTotal',
        finding: 'Malicious',
        firstFound: '2026-01-02T03:04:05Z',
        result: '57/70',
        details: 'https://vt.example/x',
      },
      cefTypes: { sourceAddress: ['ip'] },
    })
  })

  test.each<[what: string, record: Record<string, string>, cef: Record<string, Json>]>([
    ['a defanged domain', { observable: 'evil[.]example' }, { destinationDnsDomain: 'evil.example' }],
    ['a URL', { observable: 'hxxps://evil.example/A' }, { requestURL: 'https://evil.example/A' }],
    ['a hash', { observable: '9e107d9d372bb6826bd81d3542a419d6' }, { fileHashMd5: '9e107d9d372bb6826bd81d3542a419d6' }],
    ['an observable of no known kind', { observable: 'mutex: Global\\x' }, { enrichmentSubject: 'mutex: Global\\x' }],
    ['a CI by its name', { cmdb_ci: 'WEB-01' }, { sourceHostName: 'web-01' }],
    ['a CI by its FQDN', { cmdb_ci: 'web-01.acme.example' }, { sourceHostName: 'web-01.acme.example' }],
    ['a CI by its address', { cmdb_ci: '10.0.0.7' }, { sourceAddress: '10.0.0.7' }],
    [
      'a CI by its record id',
      { cmdb_ci: '9e107d9d372bb6826bd81d3542a419d6' },
      { enrichmentSubject: '9e107d9d372bb6826bd81d3542a419d6' },
    ],
    ['nothing', {}, {}],
  ])('of %s', (_, record, cef) => {
    const { enrichmentKind, resultId, sourceEngine, ...about } = artifactOf(posted(record)).cef
    expect(about).toEqual(cef)
    expect([enrichmentKind, sourceEngine]).toEqual(['threat_lookup', 'vt-script'])
  })

  test('cuts raw data, and tells how long it was and which file holds the whole', () => {
    const text = 'x'.repeat(9_000)
    const result = posted({ ...lookup, raw_data: text })
    const { rawData, rawDataLength, rawDataSha256, rawDataFile } = artifactOf(result).cef
    expect([String(rawData).length, rawDataLength, rawDataSha256]).toEqual([4_000, '9000', sha256Hex(text)])
    expect(resultFile(result, ticket)).toEqual({
      fileName: rawDataFile,
      content: { text },
      sha256: rawDataSha256,
    })
  })

  test('follows the rules for label, keys and severity', () => {
    const rules = 'enrichment: { label: lookup, severity: {} }\nobservables: { cef: { ipv4: destinationAddress } }'
    const { label, cef, severity } = artifactOf(posted(lookup), rules)
    expect([label, cef.destinationAddress, severity]).toEqual(['lookup', '198.51.100.7', undefined])
  })
})

describe('the file of raw data', () => {
  const fileOf = (raw_data: string, id = 'r', of = ticket) => resultFile({ id, record: { raw_data } }, of)

  test('is none where the artifact holds all of it', () => {
    expect(fileOf('x'.repeat(4_000))).toBeNull()
    expect(resultFile({ id: 'r', record: {} }, ticket)).toBeNull()
    expect(artifactOf(posted({ ...lookup, raw_data: '{}' })).cef).not.toHaveProperty('rawDataFile')
  })

  test.each([
    [` {"a":"${'x'.repeat(4_000)}"}`, 'json'],
    [`<r>${'x'.repeat(4_000)}</r>`, 'xml'],
    [' '.repeat(4_001), 'txt'],
  ])('is named by its marker and by what it looks like: %#', (text, extension) => {
    expect(fileOf(text)?.fileName).toMatch(new RegExp(`^[0-9a-f]{26}-raw-data\\.${extension}$`))
  })

  test('has one name for one result of one ticket', () => {
    const text = 'x'.repeat(5_000)
    const names = [fileOf(text), fileOf(text, 's'), fileOf(text, 'r', { ...ticket, id: '10043' })]
    expect(new Set(names.map(file => file?.fileName)).size).toBe(3)
    expect(fileOf(text)).toEqual(names[0])
  })
})

test('a finding is about the observable as it is written in SOAR', () => {
  expect(findingOf(posted({ ...lookup, observable: 'EVIL[.]example' }))).toEqual({
    observable: 'evil.example',
    engine: 'VirusTotal',
    finding: 'Malicious',
    at: 1_000,
    result: '0123456789abcdef0123456789abcdef',
  })
  expect(findingOf(posted({ observable: 'evil.example' }, { unknown: { finding: 'suspicious' } }))).toMatchObject({
    engine: 'vt-script',
    finding: 'Suspicious',
  })
  expect(findingOf(posted({ observable: 'evil.example', finding: 'bad' }))).toBeUndefined()
  expect(findingOf(posted({ finding: 'Clean' }))).toBeUndefined()
})
