import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Work } from './bridge-work'
import type { Config } from './config'
import { reasonOf } from './config/files'
import type { Clock } from './domain/clock'
import type { EnrichmentMapping } from './domain/enrichment-mapping'
import type { NewId } from './domain/ids'
import { BridgeError } from './errors'
import { createTakeEnrichments } from './flows/take-enrichments'
import type { SecopsDoorParts } from './http/secops/door'
import { parseEnrichmentMappings } from './mapping/enrichment-mappings'
import { parseResultTables, type ResultTables } from './mapping/result-tables'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'

export interface EnrichmentParts {
  config: Pick<Config, 'secops'>
  tables: ResultTables
  db: Database
  clock: Clock
  newId: NewId
  /** Finds the links of what was stored, and tells what changed. */
  work: Work
  events: Events
}

/** Shipped with the package, for configurations that name none. */
const builtInTables = path.join(__dirname, '..', '..', 'tables', 'secops.yaml')

/** Reads the target tables of one configuration; raises `misconfigured` with every mistake in them. */
export function readTables({ tablesFile }: Pick<Config['secops'], 'tablesFile'>): ResultTables {
  const file = tablesFile ?? builtInTables
  return parseResultTables(readText(file, tablesWords), path.basename(file))
}

const tablesWords = { what: 'tables', code: 'tables-invalid', example: 'no secops.tables, for the built-in ones' }
const mappingsWords = {
  what: 'enrichment mappings',
  code: 'enrichment-mappings-invalid',
  example: 'no secops.enrichmentMappings, to take no raw data',
}

function readText(file: string, { what, code, example }: typeof tablesWords): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const message = `expected a readable file of ${what} (${reasonOf(cause)}); for example ${example}`
    throw new BridgeError('misconfigured', message, { code, cause })
  }
}

/** Reads how raw data becomes records; raises `misconfigured` with every mistake, also where it does not fit the tables. */
export function readMappings(
  { mappingsFile }: Pick<Config['secops'], 'mappingsFile'>,
  tables: ResultTables,
): readonly EnrichmentMapping[] {
  if (mappingsFile === null) return []
  return parseEnrichmentMappings(readText(mappingsFile, mappingsWords), path.basename(mappingsFile), tables)
}

/** What the door of the enrichment API needs. */
export function createEnrichmentDoor(parts: EnrichmentParts): Pick<SecopsDoorParts, 'takeEnrichments' | 'tableOf'> {
  const { config, tables, db, clock, newId, events, work } = parts
  const { fieldsName, unknownColumns, idempotencyMinutes } = config.secops
  return {
    takeEnrichments: createTakeEnrichments({
      db,
      ledger: work.ledger,
      tables,
      mappings: readMappings(config.secops, tables),
      fieldsName,
      unknownColumns,
      idempotencyMs: idempotencyMinutes * 60_000,
      // As ServiceNow writes ids; they sort by their time.
      newRecordId: () => newId().replaceAll('-', ''),
      now: clock.now,
      events,
      onStored: lanes => {
        work.placer.wake()
        for (const lane of lanes) work.dispatcher.wake(lane)
      },
    }),
    tableOf: kind => tables[kind].name,
  }
}
