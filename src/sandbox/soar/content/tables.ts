import { createTable, type Table } from '../table'
import type { IndexKeys } from '../table-index'

/** What containers hold beside artifacts, and what stands beside them. */
export interface ContentTables {
  note: Table
  comment: Table
  pin: Table
  attachment: Table
  /** The files themselves, each once; their bytes as base64. */
  vault: Table
  evidence: Table
  workbook: Table
  phase: Table
  task: Table
  indicator: Table
  /** Which artifact shows which indicator. */
  sighting: Table
  cef: Table
  decidedList: Table
}

export function createContentTables(): ContentTables {
  const byContainer = { container: byKey('container') }
  return {
    note: createTable({ ...byContainer, task: byKey('task') }),
    comment: createTable(byContainer),
    pin: createTable(byContainer),
    attachment: createTable({ ...byContainer, vault_document: byKey('vault_document') }),
    vault: createTable({ hash: byKey('hash') }),
    evidence: createTable(byContainer),
    workbook: createTable({ name: byKey('name') }),
    phase: createTable(byContainer),
    task: createTable({ ...byContainer, phase: byKey('phase') }),
    indicator: createTable({ value: byKey('value'), value_hash: byKey('value_hash') }),
    sighting: createTable({ indicator: byKey('indicator'), artifact: byKey('artifact') }),
    cef: createTable({ name: byKey('name') }),
    decidedList: createTable({ name: byKey('name') }),
  }
}

const byKey =
  (name: string): IndexKeys[string] =>
  row =>
    row[name] ?? null
