import { existsSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readTables } from './bridge-enrichment'
import { ticketHttpOf } from './bridge-systems'
import type { DictionaryAsked, ImportedTables } from './cli/connect'
import type { Config } from './config'
import { failureOfStatus } from './connectors/http-client'
import { createServiceNowClient, type ServiceNowClient } from './connectors/servicenow/client'
import { readDictionary } from './connectors/servicenow/dictionary'
import type { Clock } from './domain/clock'
import { compareTables } from './domain/compare-tables'
import { enrichmentKinds } from './domain/result-table'
import { BridgeError } from './errors'
import { parseResultTables, type ResultTables } from './mapping/result-tables'
import { writeResultTables } from './mapping/write-result-tables'

/** Asks the instance for the tables that the present definitions name. */
export async function importTables(
  config: Pick<Config, 'tickets' | 'secops'>,
  asked: DictionaryAsked,
  clock: Clock,
): Promise<ImportedTables> {
  const connection = choose(config, asked.connection)
  const { tablesFile } = config.secops
  const file = path.resolve(asked.out ?? tablesFile ?? path.join(path.dirname(asked.config), 'secops-tables.yaml'))
  const exists = existsSync(file)
  const before = readTables({ tablesFile: exists ? file : null })
  const http = ticketHttpOf(connection, clock)
  const after = await readAll(createServiceNowClient({ http, failureOfStatus, clock }), before)
  const heading = ` The target tables of the enrichment API, read from sys_dictionary and sys_choice of ${connection.url}.`
  const text = writeResultTables(after, heading)
  // What the bridge would refuse at its start is not written.
  parseResultTables(text, path.basename(file))
  return {
    file: path.relative('.', file),
    exists,
    isConfigured: file === tablesFile,
    differences: enrichmentKinds.map(kind => ({
      kind,
      table: after[kind].name,
      columns: after[kind].columns.length,
      ...compareTables(before[kind], after[kind]),
    })),
    write: () => {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    },
  }
}

async function readAll(client: ServiceNowClient, { ...tables }: ResultTables): Promise<ResultTables> {
  const read: { -readonly [Kind in keyof ResultTables]: ResultTables[Kind] } = tables
  for (const kind of enrichmentKinds) read[kind] = await readDictionary(client, tables[kind].name)
  return read
}

function choose({ tickets }: Pick<Config, 'tickets'>, connection: string | undefined) {
  const all = tickets.filter(one => one.kind === 'servicenow')
  const [only, ...others] = all.filter(({ name }) => connection === undefined || name === connection)
  if (only !== undefined && others.length === 0) return only
  const names = all.map(({ name }) => name).join(', ')
  const has = names === '' ? 'no ServiceNow' : `the ServiceNow connections ${names}`
  throw new BridgeError('invalid', `the configuration has ${has}: name one with --connection`, {
    code: 'connection-unknown',
  })
}
