import { mapRawData } from '../../src/mapping/map-raw-data'
import { mappingsFrom } from '../builders/enrichment-mappings'

function mapText(change: Record<string, unknown>, text: string) {
  const [mapping] = mappingsFrom(change)
  if (mapping === undefined) throw new Error('no mapping')
  return mapRawData(mapping, text, 5)
}
const fieldsOf = (change: Record<string, unknown>, text: string) => {
  const mapped = mapText(change, text)
  return 'expected' in mapped ? mapped : mapped.map(({ fields }) => fields)
}

const report =
  '<malware><version>2.0</version><file_info kind="PE"><malware>yes</malware><sha1>24c0</sha1></file_info></malware>'
const fields = { observable: { from: ['sha256', 'sha1'] }, details: { value: 'Type ', from: '@kind' } }

describe('a mapping', () => {
  test('takes its values from below its path, the first path that leads to one', () => {
    expect(fieldsOf({ format: 'XML', recordPath: 'malware.file_info', fields }, report)).toEqual([
      { observable: '24c0', details: 'Type PE' },
    ])
  })

  test('reads the same from Properties, whose keys are flat', () => {
    const text = 'file_info.sha256=be9b\nfile_info.@kind=PE\nfile_info2.sha256=other'
    expect(fieldsOf({ format: 'Properties', recordPath: 'file_info', fields }, text)).toEqual([
      { observable: 'be9b', details: 'Type PE' },
    ])
    expect(fieldsOf({ format: 'Properties', fields: { result: { from: 'a.b' } } }, 'a.b=1')).toEqual([{ result: '1' }])
  })

  test.each([
    ['BAD', 'Malicious'],
    [0, 'Clean'],
    ['odd', 'Unknown'],
  ])('translates %s to %s', (verdict, finding) => {
    expect(fieldsOf({}, JSON.stringify({ verdict }))).toMatchObject([{ finding, source_engine: 'Sandbox' }])
  })

  test.each([
    ['a list of plain values with commas', ['a', 1, true], 'a, 1, true'],
    ['an object as JSON', { a: { b: 1 } }, '{"a":{"b":1}}'],
    ['text beside attributes as text', { '#text': 'x', '@id': '1' }, 'x'],
    ['null as nothing', null, ''],
  ])('keeps %s', (_, notes, details) => {
    expect(fieldsOf({}, JSON.stringify({ verdict: 'bad', notes }))).toMatchObject([{ details }])
  })

  test('makes a record of each member of a list, with its own part of the raw data', () => {
    const text = '{"data":{"items":[{"sha256":"a"},{"sha256":"b"}]}}'
    const mapped = mapText({ recordPath: 'data.items', each: true }, text)
    expect(mapped).toMatchObject([
      { fields: { observable: 'a' }, rawData: '{"sha256":"a"}' },
      { fields: { observable: 'b' }, rawData: '{"sha256":"b"}' },
    ])
    expect(
      fieldsOf({ format: 'XML', recordPath: 'r.i', each: true }, '<r><i><sha256>a</sha256></i></r>'),
    ).toMatchObject([{ observable: 'a' }])
  })

  test('makes nothing where its path leads nowhere, and nothing of fixed values alone', () => {
    expect(mapText({ recordPath: 'data' }, '{"other":1}')).toEqual([])
    expect(mapText({ recordPath: 'toString' }, '{}')).toEqual([])
    expect(fieldsOf({}, '{"other":1}')).toEqual([{}])
    expect(fieldsOf({ each: true }, '["a", null]')).toEqual([{}, {}])
  })

  test('expects one record unless it says each, and no more than may be made', () => {
    expect(mapText({ recordPath: 'data' }, '{"data":[{}]}')).toEqual({ expected: 'one record at data, not a list' })
    expect(mapText({ each: true }, '[1,2,3,4,5,6]')).toEqual({ expected: 'at most 5 records' })
  })
})
