import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Row, Table } from '../table'
import type { AutomationTables } from './tables'

/** The rows of each kind, and the id that comes next. Playbooks are set up by options and are no part of it. */
export type AutomationState = Readonly<Record<string, { rows: readonly JsonObject[]; next: number }>>

export function snapshotAutomation(tables: AutomationTables): AutomationState {
  return Object.fromEntries(
    listTables(tables).map(([name, table]) => [name, { rows: [...table.rows()], next: table.nextId }]),
  )
}

/** Replaces all. A state knows nothing of what was still to happen: what was not over is over now. */
export function loadAutomation(tables: AutomationTables, state: AutomationState | undefined, now: number): void {
  for (const [name, table] of listTables(tables)) {
    const { rows = [], next = 1 } = state?.[name] ?? {}
    table.load(rows.filter(hasId), next)
  }
  const time = formatInstant(now)
  const failed = { status: 'failed', message: 'Interrupted', update_time: time }
  for (const row of listOpen(tables.playbookRun)) tables.playbookRun.update(row, failed)
  for (const row of listOpen(tables.actionRun)) tables.actionRun.update(row, { ...failed, close_time: time })
  for (const row of listOpen(tables.approval)) tables.approval.update(row, { status: 'expired', close_time: time })
}

function listOpen(table: Table): Row[] {
  return [...table.rows()].filter(({ status }) => status === 'pending' || status === 'running')
}

function listTables(tables: AutomationTables): [string, Table][] {
  const { playbookRun, playbookRunLog, actionRun, appRun, approval } = tables
  return Object.entries({ playbookRun, playbookRunLog, actionRun, appRun, approval })
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
