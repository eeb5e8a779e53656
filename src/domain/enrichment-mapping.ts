import type { DuplicationRule } from './duplication-rule'
import type { EnrichmentKind } from './result-table'

/** Input formats of ServiceNow's enrichment data maps. */
export const rawFormats = ['JSON', 'XML', 'Properties'] as const
export type RawFormat = (typeof rawFormats)[number]

/** Where the value of one column comes from. */
export interface FieldSource {
  /** Paths into the record (`file.sha256`); the first that leads to a value is taken. */
  from: readonly string[]
  /** Alone it is the value; together with `from` it stands before what was found. */
  value?: string
  /** By the value that was found, in lower case. */
  translate: Readonly<Record<string, string>>
  /** For values that `translate` does not name; without it they stay as they are. */
  otherwise?: string
}

/** How the raw data of a tool becomes records: ServiceNow's enrichment data map, with its duplication rule and its destination. */
export interface EnrichmentMapping {
  id: string
  name: string
  format: RawFormat
  /** Where the record, or the list of them, stands in the raw data; the whole of it without. ServiceNow's prefix key. */
  recordPath?: string
  /** The path leads to a list, each member of which is a record. */
  each: boolean
  /** Decides the table, whichever resource the raw data was posted to. */
  destination: EnrichmentKind
  fields: Readonly<Record<string, FieldSource>>
  duplicates?: DuplicationRule
}
