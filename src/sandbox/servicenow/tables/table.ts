/** A record as stored: every value is a string, a reference is the sys_id of its target; empty columns may be missing. */
export type Row = Record<string, string>

/** What the sandbox knows of a table. */
export interface Table {
  name: string
  label: string
  /** The table it extends; the columns of that one are among its own. */
  parent?: string
  columns: readonly string[]
  /** Values of a new record; other columns start empty. */
  defaults: Readonly<Row>
  /** Columns that hold the sys_id of a record of another table. */
  references: Readonly<Record<string, string>>
  /** Labels by value, by column. */
  choices: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Column that stands for the record where another one refers to it. */
  displayColumn: string
  access: Access
  /** Only tickets have numbers and states, and are pushed. */
  ticket?: TicketTraits
}

/** Roles of which one is needed; a trailing `.` means any role that starts so, `*` stands for everyone. */
export interface Access {
  read: readonly string[]
  /** Creates, changes and deletes. */
  write: readonly string[]
}

export interface TicketTraits {
  prefix: string
  /** States in which a ticket is no longer active. */
  closedStates: readonly string[]
  /** Priority follows impact and urgency, whatever is written. */
  derivesPriority: boolean
  /** States that need `close_code` and `close_notes`. */
  explainedStates: readonly string[]
  /** States that only follow each other, never back. */
  path?: readonly string[]
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

export const EVERYONE = ['*']
export const NOBODY: readonly string[] = []

/** A table without references, choices and defaults, but for those in `more`. */
export function createTable(
  head: { name: string; label: string; columns: string },
  more: Pick<Table, 'displayColumn' | 'access'> & Partial<Table>,
): Table {
  const { name, label, columns } = head
  const own = [...SYSTEM_COLUMNS, ...columns.split(' ')]
  return { name, label, columns: own, defaults: {}, references: {}, choices: {}, ...more }
}
