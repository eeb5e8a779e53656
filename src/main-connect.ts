import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ticketHttpOf } from './bridge-systems'
import type { ConnectParts, ReadTables } from './cli/connect'
import { type Config, loadConfig, processEnvironment } from './config'
import { failureOfStatus } from './connectors/http-client'
import { createServiceNowClient } from './connectors/servicenow/client'
import { readDictionary } from './connectors/servicenow/dictionary'
import type { Clock } from './domain/clock'
import { compareTables } from './domain/compare-tables'
import { enrichmentKinds } from './domain/result-table'
import { BridgeError } from './errors'
import { parseResultTables, type ResultTables } from './mapping/result-tables'
import { writeResultTables } from './mapping/write-result-tables'

/** Shipped with the package: what is assumed of an instance that nobody asked. */
const shippedFile = path.join(__dirname, '..', '..', 'tables', 'secops.yaml')

/** What `soarbridge connect` does. */
export function createConnectParts(clock: Clock): Pick<ConnectParts, 'readTables'> {
  return {
    readTables: ({ config, connection, out }) =>
      readTables(loadConfig({ file: config, env: processEnvironment() }), { connection, out }, clock),
  }
}

/** Asks the instance for the tables that the present definitions name. */
async function readTables(
  config: Pick<Config, 'tickets'>,
  { connection, out }: { connection: string | undefined; out: string },
  clock: Clock,
): Promise<ReadTables> {
  const chosen = choose(config, connection)
  const http = ticketHttpOf(chosen, clock)
  const client = createServiceNowClient({ http, failureOfStatus, clock })
  const exists = existsSync(out)
  const file = exists ? out : shippedFile
  const before = parseResultTables(readFileSync(file, 'utf8'), path.basename(file))
  const read: Partial<Record<string, ResultTables[keyof ResultTables]>> = {}
  for (const kind of enrichmentKinds) read[kind] = await readDictionary(client, before[kind].name)
  const after = read as ResultTables
  const heading = ` The target tables of the enrichment API, read from sys_dictionary and sys_choice of ${chosen.url}.`
  const text = writeResultTables(after, heading)
  // What the bridge would refuse at its start is not written.
  parseResultTables(text, path.basename(out))
  return {
    exists,
    differences: enrichmentKinds.map(kind => ({
      kind,
      table: after[kind].name,
      columns: after[kind].columns.length,
      ...compareTables(before[kind], after[kind]),
    })),
    write: () => {
      writeFileSync(`${out}.new`, text)
      renameSync(`${out}.new`, out)
    },
  }
}

function choose({ tickets }: Pick<Config, 'tickets'>, connection: string | undefined) {
  const all = tickets.filter(({ kind }) => kind === 'servicenow')
  const [only, ...others] = all.filter(({ name }) => connection === undefined || name === connection)
  if (only !== undefined && others.length === 0) return only
  const names = all.map(({ name }) => name).join(', ')
  const has = names === '' ? 'no ServiceNow' : `the ServiceNow connections ${names}`
  throw new BridgeError('invalid', `the configuration has ${has}: name one with --connection`, {
    code: 'connection-unknown',
  })
}
