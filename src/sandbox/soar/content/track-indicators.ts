import { createHash } from 'node:crypto'
import { isObject } from '../json'
import type { Row, Table } from '../table'
import type { Tables } from '../tables'

/** Notes which indicators an artifact shows now; to be called whenever its CEF has changed. */
export function trackIndicators(tables: Tables, artifact: Row): void {
  forgetIndicators(tables, artifact.id)
  const cef = isObject(artifact.cef) ? artifact.cef : {}
  for (const [field, value] of Object.entries(cef)) {
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '') continue
    const text = String(value)
    const [known] = tables.indicator.lookUp('value', text) ?? []
    const id = known ?? addIndicator(tables.indicator, text)
    tables.sighting.insert({ indicator: id, artifact: artifact.id, field })
  }
}

/** The indicator itself stays: people may have tagged it. */
export function forgetIndicators(tables: Tables, artifact: number): void {
  for (const id of [...(tables.sighting.lookUp('artifact', artifact) ?? [])]) tables.sighting.remove(id)
}

function addIndicator(table: Table, value: string): number {
  const value_hash = createHash('sha256').update(value).digest('hex')
  return table.insert({ tags: [], value, value_hash, tenant: 0 }).id
}
