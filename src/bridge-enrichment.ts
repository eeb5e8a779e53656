import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config'
import { reasonOf } from './config/files'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import { BridgeError } from './errors'
import type { Placer } from './flows/place-results'
import { createTakeEnrichments } from './flows/take-enrichments'
import type { SecopsDoorParts } from './http/secops/door'
import { parseResultTables, type ResultTables } from './mapping/result-tables'
import type { Database } from './store/database'

export interface EnrichmentParts {
  config: Pick<Config, 'secops'>
  db: Database
  clock: Clock
  newId: NewId
  /** Finds the links of what was stored. */
  placer: Pick<Placer, 'wake'>
}

/** Shipped with the package, for configurations that name none. */
const builtInTables = path.join(__dirname, '..', '..', 'tables', 'secops.yaml')

/** Reads the target tables of one configuration; raises `misconfigured` with every mistake in them. */
export function readTables({ tablesFile }: Pick<Config['secops'], 'tablesFile'>): ResultTables {
  const file = tablesFile ?? builtInTables
  return parseResultTables(readText(file), path.basename(file))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const message = `expected a readable file of tables (${reasonOf(cause)}); for example no secops.tables, for the built-in ones`
    throw new BridgeError('misconfigured', message, { code: 'tables-invalid', cause })
  }
}

/** What the door of the enrichment API needs. */
export function createEnrichmentDoor(parts: EnrichmentParts): Pick<SecopsDoorParts, 'takeEnrichments' | 'tableOf'> {
  const { config, db, clock, newId, placer } = parts
  const { fieldsName, unknownColumns, idempotencyMinutes } = config.secops
  const tables = readTables(config.secops)
  return {
    takeEnrichments: createTakeEnrichments({
      db,
      tables,
      fieldsName,
      unknownColumns,
      idempotencyMs: idempotencyMinutes * 60_000,
      // As ServiceNow writes ids; they sort by their time.
      newRecordId: () => newId().replaceAll('-', ''),
      now: clock.now,
      onStored: placer.wake,
    }),
    tableOf: kind => tables[kind].name,
  }
}
