import { createHttpClient, failureOfStatus } from '../../../src/connectors/http-client'
import { createServiceNowClient } from '../../../src/connectors/servicenow/client'
import { readDictionary } from '../../../src/connectors/servicenow/dictionary'
import type { JsonObject } from '../../../src/domain/json'
import { createSystemClock } from '../../../src/system-clock'
import { type OpenedServiceNow, openServiceNow } from '../../support/open-servicenow'

const many = Array.from({ length: 600 }, (_, i) => `u_column_${i}`)

let snow: OpenedServiceNow
beforeAll(async () => {
  snow = await openServiceNow({ columns: { sn_ti_lookup_result: many, task: ['u_shared'] } })
})
afterAll(() => snow.close())

const openClient = (auth = snow.auth) => {
  const clock = createSystemClock()
  const http = createHttpClient({ baseUrl: snow.url, clock, basic: auth })
  return createServiceNowClient({ http, failureOfStatus, clock })
}
const columnsOf = async (table: string) => (await readDictionary(openClient(), table)).columns

describe('the dictionary of an instance', () => {
  test('tells types, references, choices and lengths', async () => {
    const columns = await columnsOf('sn_ti_lookup_result')
    expect(columns.filter(({ name }) => !name.startsWith('u_'))).toEqual(
      expect.arrayContaining([
        { name: 'observable', type: 'reference', mandatory: false, references: 'sn_ti_observable' },
        { name: 'finding', type: 'choice', mandatory: false, choices: ['Malicious', 'Suspicious', 'Clean', 'Unknown'] },
        { name: 'details', type: 'string', mandatory: false, maxLength: 4000 },
        { name: 'first_found', type: 'datetime', mandatory: false },
      ]),
    )
    expect(columns.filter(({ name }) => name.startsWith('sys_'))).toEqual([])
  })

  test('is read to its last page', async () => {
    const names = (await columnsOf('sn_ti_lookup_result')).map(({ name }) => name)
    expect(names.filter(name => name.startsWith('u_')).sort()).toEqual([...many].sort())
  })

  test('has the columns that a table inherits, too', async () => {
    const columns = await columnsOf('incident')
    const names = columns.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['caller_id', 'short_description', 'u_shared']))
    expect(new Set(names).size).toBe(names.length)
    expect(columns.find(({ name }) => name === 'impact')).toMatchObject({ type: 'choice', choices: ['1', '2', '3'] })
  })

  test('of a table that is not there is told as such, and wrong credentials as what they are', async () => {
    await expect(columnsOf('sn_nothing')).rejects.toMatchObject({ kind: 'not-found', code: 'dictionary-empty' })
    const client = openClient({ user: 'nobody', password: 'wrong' })
    await expect(readDictionary(client, 'incident')).rejects.toMatchObject({ kind: 'denied' })
  })
})

describe('entries of a dictionary', () => {
  /** Rows as an instance may give them, whatever was asked. */
  const columnsFrom = async (entries: JsonObject[], choices: JsonObject[] = []) => {
    const rows: Record<string, JsonObject[]> = { sys_dictionary: entries, sys_choice: choices }
    return (await readDictionary({ readRows: async table => rows[table] ?? [] }, 't')).columns
  }
  const entry = (element: string, more: JsonObject = {}) => ({ name: 't', element, internal_type: 'string', ...more })

  test.each([
    ['html', 'string'],
    ['longint', 'integer'],
    ['float', 'decimal'],
    ['boolean', 'boolean'],
    ['constructor', 'string'],
  ])('of the type %s become %s', async (internal, type) => {
    expect(await columnsFrom([entry('a', { internal_type: internal })])).toEqual([
      { name: 'a', type, mandatory: false },
    ])
  })

  test('that are mandatory stay so; inactive ones, those of the system and those of other tables are left out', async () => {
    const entries = [
      entry('a', { mandatory: 'true', max_length: '40' }),
      entry('b', { active: 'false' }),
      entry('sys_tags'),
      entry(''),
      entry('Odd-Name'),
      { ...entry('c'), name: 'other' },
    ]
    expect(await columnsFrom(entries)).toEqual([{ name: 'a', type: 'string', mandatory: true, maxLength: 40 }])
  })

  test('restrict to their choices, in order and once, unless these are suggestions', async () => {
    const choice = (value: string, sequence: number, more: JsonObject = {}) => ({
      ...{ name: 't', element: 'a', value, sequence: String(sequence), inactive: 'false' },
      ...more,
    })
    const choices = [
      choice('two', 2),
      choice('one', 1, { language: 'en' }),
      choice('one', 1, { language: 'de' }),
      choice('gone', 3, { inactive: 'true' }),
      choice('other', 0, { element: 'b' }),
    ]
    expect(await columnsFrom([entry('a', { choice: '3' })], choices)).toMatchObject([{ choices: ['one', 'two'] }])
    expect(await columnsFrom([entry('a', { choice: '2' })], choices)).toMatchObject([{ type: 'string' }])
    expect(await columnsFrom([entry('a', { choice: '1' })])).toMatchObject([{ type: 'string' }])
  })
})

describe('rows', () => {
  test('end where an instance ignores what was asked and answers the same page for ever', async () => {
    const row = (i: number) => ({ sys_id: i.toString(16).padStart(32, '0') })
    const result = Array.from({ length: 500 }, (_, i) => row(i))
    let asked = 0
    const send = async () => {
      asked += 1
      return { status: 200, headers: {}, body: { result }, text: '' }
    }
    const client = createServiceNowClient({ http: { send }, failureOfStatus, clock: { now: () => 0 } })
    expect(await client.readRows('t', { query: 'a=b', columns: [] })).toHaveLength(500)
    expect(asked).toBe(2)
  })
})
