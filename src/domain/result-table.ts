/** The three kinds of result that scripts post, by ServiceNow's names of their resources. */
export const enrichmentKinds = ['ci_enrichment', 'observable_enrichment', 'threat_lookup'] as const
export type EnrichmentKind = (typeof enrichmentKinds)[number]

/** ServiceNow's types of a column, as far as a result needs them; `datetime` is its `glide_date_time`. */
export const columnTypes = ['string', 'integer', 'decimal', 'boolean', 'datetime', 'reference', 'choice'] as const
export type ColumnType = (typeof columnTypes)[number]

export interface Column {
  name: string
  type: ColumnType
  mandatory: boolean
  /** Characters of a `string`; 40 for anything shorter is ServiceNow's default, so nothing is assumed here. */
  maxLength?: number
  /** Values of a `choice`; any value is taken where none are listed. */
  choices?: readonly string[]
  /** Table that a `reference` points to. */
  references?: string
}

/** A target table: what a record of it may hold (`sys_dictionary`, `sys_choice`). */
export interface ResultTable {
  name: string
  columns: readonly Column[]
}
