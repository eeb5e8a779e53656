import { isBridgeError } from '../../src/errors'
import { parseEnrichmentMappings } from '../../src/mapping/enrichment-mappings'
import { mappingsFrom, shippedTables } from '../builders/enrichment-mappings'

function mistakesOf(text: string): Record<string, string> {
  try {
    parseEnrichmentMappings(text, 'm.yaml', shippedTables)
  } catch (error) {
    if (!isBridgeError(error) || error.kind !== 'misconfigured') throw error
    return Object.fromEntries(error.mistakes.map(({ path, message }) => [path, message]))
  }
  return {}
}

describe('a file of enrichment mappings', () => {
  test('is read with its defaults: JSON, one record, no rule of duplication', () => {
    const [mapping] = mappingsFrom({ format: undefined })
    expect(mapping).toMatchObject({
      format: 'JSON',
      each: false,
      fields: {
        observable: { from: ['sha256'], translate: {} },
        finding: { from: ['verdict'], translate: { bad: 'Malicious', 0: 'Clean' }, otherwise: 'Unknown' },
        source_engine: { from: [], value: 'Sandbox' },
      },
    })
    expect(mapping?.duplicates).toBeUndefined()
  })

  test('is refused with every mistake at once, each with its line, its path and what was expected', () => {
    const text = [
      'mappings:',
      '  - { id: a, name: A, format: CSV, destination: threat_lookup, fields: { observable: { from: a..b } } }',
      '  - { id: b, name: B, destination: nowhere, fields: {} }',
      '  - { id: c, destination: threat_lookup, fields: { finding: {} }, colour: red }',
      '  - { id: d, name: D, destination: threat_lookup, fields: { observable: { value: x, otherwise: y } } }',
      '  - id: e',
      '    name: E',
      '    destination: threat_lookup',
      '    fields: { result: { from: a } }',
      '    duplicates: { columns: [], action: update }',
      'more: 1',
    ].join('\n')
    expect(mistakesOf(text)).toEqual({
      'm.yaml:2 mappings[0].format': 'expected one of JSON, XML, Properties',
      'm.yaml:2 mappings[0].fields.observable.from': expect.stringContaining('names with dots between them'),
      'm.yaml:3 mappings[1].destination': 'expected one of ci_enrichment, observable_enrichment, threat_lookup',
      'm.yaml:3 mappings[1].fields': expect.stringContaining('expected a column, for example'),
      'm.yaml:4 mappings[2].name': 'expected a name, for example Sandbox report',
      'm.yaml:4 mappings[2].fields.finding': expect.stringContaining('expected from, value or both'),
      'm.yaml:4 mappings[2].colour': expect.any(String),
      'm.yaml:5 mappings[3].fields.observable': expect.stringContaining('expected from beside translate and otherwise'),
      'm.yaml:10 mappings[4].duplicates.columns': expect.stringContaining('expected at least one column'),
      'm.yaml:10 mappings[4].duplicates': expect.stringContaining('expected update with action: update'),
      'm.yaml:11 more': expect.any(String),
    })
  })

  test('is refused where it does not fit the table of its destination', () => {
    const text = [
      'mappings:',
      '  - id: a',
      '    name: A',
      '    format: Properties',
      '    each: true',
      '    destination: threat_lookup',
      '    fields:',
      '      observable: { from: sha256 }',
      '      verdict: { from: verdict }',
      '      finding: { from: verdict, translate: { bad: Evil }, otherwise: Odd }',
      '      first_found: { value: yesterday }',
      '      details: { value: "Report ", from: id }',
      '    duplicates:',
      '      columns: [observable, engine]',
      '      action: update',
      '      update: { observable: replace, score: replace, details: increment, first_found: now }',
    ].join('\n')
    expect(mistakesOf(text)).toEqual({
      'm.yaml:5 mappings[0].each': 'expected JSON or XML: Properties have no lists',
      'm.yaml:9 mappings[0].fields.verdict': 'expected a column of sn_ti_lookup_result, for example observable',
      'm.yaml:10 mappings[0].fields.finding.translate.bad': 'expected one of Malicious, Suspicious, Clean, Unknown',
      'm.yaml:10 mappings[0].fields.finding.otherwise': 'expected one of Malicious, Suspicious, Clean, Unknown',
      'm.yaml:11 mappings[0].fields.first_found.value': expect.stringContaining('expected a time'),
      'm.yaml:14 mappings[0].duplicates.columns[1]': expect.stringContaining(
        'expected a column of sn_ti_lookup_result',
      ),
      'm.yaml:16 mappings[0].duplicates.update.observable': 'expected a column that does not identify duplicates',
      'm.yaml:16 mappings[0].duplicates.update.score': expect.stringContaining('expected a column of'),
      'm.yaml:16 mappings[0].duplicates.update.details': 'expected increment on a column of type integer',
    })
  })

  test('names each mapping once, whether by its id or by its name', () => {
    const one = '{ id: a, name: A, destination: threat_lookup, fields: { result: { from: a } } }'
    const other = '{ id: b, name: a, destination: threat_lookup, fields: { result: { from: a } } }'
    expect(mistakesOf(`mappings: [${one}, ${other}]`)).toEqual({
      'm.yaml:1 mappings': 'expected each id and each name once',
    })
    expect(mistakesOf('mappings: []')).toEqual({})
  })
})
