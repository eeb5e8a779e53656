import { compareTables, describeColumn } from '../../src/domain/compare-tables'
import type { Column } from '../../src/domain/result-table'
import { parseResultTables } from '../../src/mapping/result-tables'
import { writeResultTables } from '../../src/mapping/write-result-tables'
import { shippedTables } from '../builders/enrichment-mappings'

describe('definitions of tables', () => {
  test('are written as they are read, a line a column', () => {
    const text = writeResultTables(shippedTables, ' From an instance.')
    expect(parseResultTables(text, 'tables.yaml')).toEqual(shippedTables)
    expect(text).toMatch(/^# From an instance\.$/m)
    expect(text).toMatch(
      /^ {4}- \{ name: observable, type: reference, references: sn_ti_observable, mandatory: true \}$/m,
    )
  })

  test('keep choices that YAML would read as something else', () => {
    const choices = ['1', 'yes: no', '- x', '', '*a', '#b', 'true', ' '].filter(choice => choice !== '')
    const column: Column = { name: 'u_odd', type: 'choice', mandatory: false, choices }
    const lookup = { name: 'sn_ti_lookup_result', columns: [column] }
    const text = writeResultTables({ ...shippedTables, threat_lookup: lookup }, '')
    expect(parseResultTables(text, 'tables.yaml').threat_lookup).toEqual(lookup)
  })

  test('are compared column by column', () => {
    const column = (name: string, more: Partial<Column> = {}): Column => ({
      ...{ name, type: 'string', mandatory: false },
      ...more,
    })
    const before = { name: 't', columns: [column('a'), column('b'), column('c', { maxLength: 40 })] }
    const after = {
      name: 't',
      columns: [column('c', { maxLength: 80 }), column('a'), column('d', { mandatory: true })],
    }
    const { added, removed, changed } = compareTables(before, after)
    expect(added.map(describeColumn)).toEqual(['string, mandatory'])
    expect(removed.map(({ name }) => name)).toEqual(['b'])
    expect(changed.map(({ before, after }) => [describeColumn(before), describeColumn(after)])).toEqual([
      ['string of at most 40 characters', 'string of at most 80 characters'],
    ])
  })
})
