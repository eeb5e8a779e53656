import { readValue } from '../../domain/read-json'
import { isBridgeError } from '../../errors'
import type { TicketVocabulary } from '../connector'
import type { ServiceNowClient } from './client'
import { choicesOf, isRestricted, readDictionaryRows, textOf } from './dictionary'
import { codeOf } from './wire'

/** What a ticket's table says of one of its columns. */
export interface TicketColumn {
  /** `internal_type`: string, reference, glide_date_time, glide_list, boolean … */
  type: string
  /** The table that a reference or a list points to; empty for none. */
  reference: string
  /** Of a string; longer ones are cut by the instance. */
  maxLength: number | null
  isMandatory: boolean
  /** Only the values of `choices` will do. */
  isRestricted: boolean
  choices: readonly { value: string; label: string }[]
}

export type TicketColumns = ReadonlyMap<string, TicketColumn>

/** Remembers what the dictionary says of each table for a while: it takes several reads, and changes with releases. */
export interface ColumnBook {
  of(table: string): Promise<TicketColumns>
}

const rememberedMs = 600_000

export function createColumnBook(client: Pick<ServiceNowClient, 'readRows'>, clock: { now(): number }): ColumnBook {
  const pages = new Map<string, { at: number; columns: TicketColumns }>()
  return {
    async of(table) {
      const page = pages.get(table)
      if (page !== undefined && clock.now() - page.at < rememberedMs) return page.columns
      const columns = await readColumns(client, table)
      pages.set(table, { at: clock.now(), columns })
      return columns
    },
  }
}

/** Statuses and closed choices of the bridged tables, as values; what a column offers in several tables is joined. */
export async function readVocabulary(book: ColumnBook, tables: readonly string[]): Promise<TicketVocabulary> {
  const choices = new Map<string, Set<string>>()
  for (const table of tables) {
    for (const [name, column] of await book.of(table)) {
      if (column.choices.length === 0) continue
      const values = choices.get(name) ?? new Set()
      for (const { value } of column.choices) values.add(value)
      choices.set(name, values)
    }
  }
  return {
    statuses: [...(choices.get('state') ?? [])],
    choices: Object.fromEntries([...choices].map(([name, values]) => [name, [...values]])),
  }
}

/** None where our user may not read the dictionary: values then go as they are, and the instance judges them. */
async function readColumns(client: Pick<ServiceNowClient, 'readRows'>, table: string): Promise<TicketColumns> {
  const { entries, choices } = await readDictionaryRows(client, table).catch((error: unknown) => {
    if (isBridgeError(error) && error.code === 'forbidden') return { entries: [], choices: [] }
    throw error
  })
  const columns = new Map<string, TicketColumn>()
  for (const entry of entries) {
    const name = textOf(entry, 'element')
    if (name === '' || columns.has(name)) continue
    const type = textOf(entry, 'internal_type')
    const length = Number(codeOf(readValue(entry, 'max_length')))
    const offered = choicesOf(name, choices).map(row => ({ value: textOf(row, 'value'), label: textOf(row, 'label') }))
    columns.set(name, {
      type,
      reference: textOf(entry, 'reference'),
      maxLength: type === 'string' && length > 0 ? length : null,
      isMandatory: textOf(entry, 'mandatory') === 'true',
      isRestricted: isRestricted(entry) && offered.length > 0,
      choices: offered,
    })
  }
  return columns
}
