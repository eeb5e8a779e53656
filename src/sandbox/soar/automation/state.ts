import type { JsonObject } from '../json'
import type { Row, Table } from '../table'
import type { AutomationTables } from './tables'

/** The rows of each kind, and the id that comes next. Playbooks are no part of it: they are scripts of the start. */
export type AutomationState = Readonly<Record<string, { rows: readonly JsonObject[]; next: number }>>

export function snapshotAutomation(tables: AutomationTables): AutomationState {
  return Object.fromEntries(
    listTables(tables).map(([name, table]) => [name, { rows: [...table.rows()], next: table.nextId }]),
  )
}

export function loadAutomation(tables: AutomationTables, state: AutomationState = {}): void {
  for (const [name, table] of listTables(tables)) {
    const kept = state[name]
    if (kept !== undefined) table.load(kept.rows.filter(hasId), kept.next)
  }
}

function listTables({ playbookRun, playbookRunLog, actionRun, appRun, approval }: AutomationTables): [string, Table][] {
  return Object.entries({ playbookRun, playbookRunLog, actionRun, appRun, approval })
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
