import { checkRecord, isBlank } from '../../src/domain/check-record'
import type { Json, JsonObject } from '../../src/domain/json'
import { readColumn } from '../../src/domain/read-column'
import type { Column, ColumnType, ResultTable } from '../../src/domain/result-table'

const column = (type: ColumnType, more: Partial<Column> = {}): Column => ({
  name: 'c',
  type,
  mandatory: false,
  ...more,
})

const table: ResultTable = {
  name: 'sn_ti_lookup_result',
  columns: [
    { name: 'observable', type: 'reference', mandatory: true },
    { name: 'finding', type: 'choice', mandatory: true, choices: ['Malicious', 'Clean'] },
    { name: 'score', type: 'integer', mandatory: false },
  ],
}

describe('a record held against its table', () => {
  test('keeps what is known as text, and what is not known apart', () => {
    const fields: JsonObject = { observable: '1.2.3.4', finding: 'malicious', score: 97, vendor: { name: 'x' } }
    expect(checkRecord(table, fields)).toEqual({
      values: { observable: '1.2.3.4', finding: 'Malicious', score: '97' },
      unknown: { vendor: { name: 'x' } },
      missing: [],
      mistakes: [],
    })
  })

  test.each<[fields: JsonObject, missing: string[]]>([
    [{}, ['observable', 'finding']],
    [{ finding: 'Clean' }, ['observable']],
    [{ observable: '', finding: null, score: 0 }, ['observable', 'finding']],
    [{ observable: '  ', finding: 'Clean' }, ['observable']],
  ])('%j misses %j, in the order of the table', (fields, missing) => {
    expect(checkRecord(table, fields).missing).toEqual(missing)
  })

  test('tells of every value that is not of its type', () => {
    const { mistakes } = checkRecord(table, { observable: [], finding: 'maybe', score: 'many' })
    expect(mistakes).toEqual([
      { column: 'observable', expected: 'a reference, not an object or a list' },
      { column: 'finding', expected: 'one of Malicious, Clean' },
      { column: 'score', expected: 'a whole number' },
    ])
  })

  test('leaves what the system writes to the system', () => {
    const fields = { observable: 'x', finding: 'Clean', sys_id: 'mine', sys_created_by: 'admin', __proto__: null }
    expect(checkRecord(table, fields)).toMatchObject({ values: { observable: 'x', finding: 'Clean' }, unknown: {} })
  })
})

test.each<[fields: JsonObject, isEmpty: boolean]>([
  [{}, true],
  [{ a: null, b: '', c: ' ' }, true],
  [{ a: 0 }, false],
  [{ a: false }, false],
  [{ a: [] }, false],
])('%j is blank: %s', (fields, isEmpty) => {
  expect(isBlank(fields)).toBe(isEmpty)
})

describe('a column', () => {
  test.each<[type: ColumnType, given: Json, value: string]>([
    ['string', ' kept ', ' kept '],
    ['string', 5, '5'],
    ['string', null, ''],
    ['integer', '-07', '-7'],
    ['integer', 12, '12'],
    ['decimal', '1.50', '1.50'],
    ['boolean', true, 'true'],
    ['boolean', 'FALSE', 'false'],
    ['boolean', 1, 'true'],
    ['datetime', '2026-11-22 10:00:00', '2026-11-22 10:00:00'],
    ['datetime', '2026-11-22T10:00:00.123Z', '2026-11-22 10:00:00'],
    ['datetime', '2026-11-22T10:00:00+02:00', '2026-11-22 08:00:00'],
    ['datetime', '2026-11-22T10:00+0200', '2026-11-22 08:00:00'],
    ['datetime', '2026-11-22', '2026-11-22 00:00:00'],
    ['reference', { link: 'https://x/api', value: 'abc' }, 'abc'],
    ['choice', 'anything', 'anything'],
  ])('of the type %s reads %j as %j', (type, given, value) => {
    expect(readColumn(column(type), given)).toEqual({ value })
  })

  test.each<[type: ColumnType, given: Json]>([
    ['string', {}],
    ['integer', '1.5'],
    ['integer', '1e3'],
    ['integer', 'x'],
    ['decimal', '1,5'],
    ['boolean', 'yes'],
    ['datetime', '22.11.2026'],
    ['datetime', '2026-02-30'],
    ['datetime', '2026-11-22 25:00:00'],
    ['datetime', 5],
    ['reference', { display_value: 'x' }],
    ['reference', 'x'.repeat(256)],
  ])('of the type %s does not take %j', (type, given) => {
    expect(readColumn(column(type), given)).toEqual({ expected: expect.any(String) })
  })

  test('takes no more text than its length', () => {
    expect(readColumn(column('string', { maxLength: 3 }), 'abc')).toEqual({ value: 'abc' })
    expect(readColumn(column('string', { maxLength: 3 }), 'abcd')).toEqual({ expected: 'text of at most 3 characters' })
  })
})
