/** A record as stored: every value is a string, a reference is the sys_id of its target. */
export type Row = Record<string, string>

/** What the sandbox knows of a table. */
export interface Table {
  name: string
  columns: readonly string[]
  /** Values of a new record; other columns start empty. */
  defaults: Readonly<Row>
  /** Columns that hold the sys_id of a record of another table. */
  references: Readonly<Record<string, string>>
  /** Labels by value, by column. */
  choices: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Column that stands for the record where another one refers to it. */
  displayColumn: string
  /** Only tickets can be written, have numbers and are pushed. */
  ticket?: TicketTraits
}

export interface TicketTraits {
  prefix: string
  /** States in which a ticket is no longer active. */
  closedStates: readonly string[]
  /** Priority follows impact and urgency, whatever is written. */
  derivesPriority: boolean
  /** Roles of which one is needed; a trailing `.` means any role that starts so. */
  role: string
}

export const SYSTEM_COLUMNS = [
  'sys_id',
  'sys_created_on',
  'sys_created_by',
  'sys_updated_on',
  'sys_updated_by',
  'sys_mod_count',
  'sys_tags',
]

export const JOURNALS = ['work_notes', 'comments']
