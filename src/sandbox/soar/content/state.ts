import type { JsonObject } from '../json'
import type { SoarSandboxOptions } from '../options'
import type { Row, Table } from '../table'
import type { Tables } from '../tables'
import { describeStandardCef } from './cef'
import type { ContentTables } from './tables'
import { trackIndicators } from './track-indicators'
import { describeWorkbooks } from './workbook'

/** The rows of each kind of content, and the id that comes next. */
export type ContentState = Readonly<Record<string, { rows: readonly JsonObject[]; next: number }>>

export function snapshotContent(tables: Tables): ContentState {
  return Object.fromEntries(
    listTables(tables).map(([name, table]) => [name, { rows: [...table.rows()], next: table.nextId }]),
  )
}

/** Replaces all content. Without a state it is that of a fresh system, with the indicators of the artifacts that are there. */
export function loadContent(tables: Tables, options: SoarSandboxOptions, state: ContentState | undefined): void {
  for (const [name, table] of listTables(tables)) {
    const { rows = [], next = 1 } = state?.[name] ?? {}
    table.load(rows.filter(hasId), next)
  }
  if (state !== undefined) return
  for (const cef of describeStandardCef()) tables.cef.insert(cef)
  for (const workbook of describeWorkbooks(options.workbooks)) tables.workbook.insert(workbook)
  for (const artifact of tables.artifact.rows()) trackIndicators(tables, artifact)
}

function listTables(tables: ContentTables): [string, Table][] {
  const { note, comment, pin, attachment, vault, evidence, workbook, phase, task } = tables
  const { indicator, sighting, cef, decidedList } = tables
  return Object.entries({
    note,
    comment,
    pin,
    attachment,
    vault,
    evidence,
    workbook,
    phase,
    task,
    indicator,
    sighting,
    cef,
    decidedList,
  })
}

function hasId(row: JsonObject): row is Row {
  return typeof row.id === 'number'
}
