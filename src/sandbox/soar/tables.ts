import { type AdministrationTables, createAdministrationTables } from './administration/tables'
import { type AutomationTables, createAutomationTables } from './automation/tables'
import { type ContentTables, createContentTables } from './content/tables'
import type { Json, JsonObject } from './json'
import type { Switches } from './options'
import { createTable, type Table } from './table'

/** The objects of one SOAR, a table a kind. */
export interface Tables extends AdministrationTables, AutomationTables, ContentTables {
  container: Table
  artifact: Table
}

export function createTables({ artifactDedupe }: Switches): Tables {
  return {
    ...createAdministrationTables(),
    ...createAutomationTables(),
    ...createContentTables(),
    container: createTable({
      source_data_identifier: row => row.source_data_identifier ?? null,
      origin: row => originOf(row.asset ?? null, row.source_data_identifier ?? null),
    }),
    artifact: createTable({
      container: row => row.container ?? null,
      source_data_identifier: row => row.source_data_identifier ?? null,
      sameness: row => samenessOf(row, artifactDedupe),
    }),
  }
}

/** What makes two containers one: the asset that sent them and their name there. */
export function originOf(asset: Json, identifier: Json): string {
  return `${JSON.stringify(asset)}:${JSON.stringify(identifier)}`
}

/** What makes two artifacts one, or null where nothing does. */
export function samenessOf(artifact: JsonObject, mode: Switches['artifactDedupe']): string | null {
  const marks = { hash: artifact.hash, sdi: artifact.source_data_identifier, none: null }
  const mark = marks[mode] ?? null
  return mark === null ? null : `${JSON.stringify(artifact.container)}:${JSON.stringify(mark)}`
}
