import { INCIDENT } from './incident'
import { SECURITY_INCIDENT, SECURITY_TASK } from './security-incident'
import { listImportTables, TRANSFORM_MAPS, type TransformMap } from './staging'
import { SUPPORT_TABLES } from './support'
import type { Table } from './table'
import { TASK } from './task'
import { THREAT_TABLES } from './threat'

/** What an administrator added to the instance. */
export interface Additions {
  /** Columns of their own, by table: `{ incident: ['u_soar_id'] }`. */
  columns: Readonly<Record<string, readonly string[]>>
  /** Transform maps; one of the same staging table replaces that of the platform. */
  imports: readonly TransformMap[]
}

/** The maps of this instance. */
export function listTransformMaps({ imports }: Additions): TransformMap[] {
  const own = new Set(imports.map(({ staging }) => staging))
  return [...TRANSFORM_MAPS.filter(({ staging }) => !own.has(staging)), ...imports]
}

/** Every table of this instance. */
export function listTables(additions: Additions): Table[] {
  const maps = listTransformMaps(additions)
  const tables = [
    ...[TASK, INCIDENT, SECURITY_INCIDENT, SECURITY_TASK],
    ...THREAT_TABLES,
    ...SUPPORT_TABLES,
    ...listImportTables(maps),
  ]
  return tables.map(table => {
    const inherited = table.parent === undefined ? [] : (additions.columns[table.parent] ?? [])
    const more = [...inherited, ...(additions.columns[table.name] ?? [])]
    return more.length === 0 ? table : { ...table, columns: [...new Set([...table.columns, ...more])] }
  })
}
