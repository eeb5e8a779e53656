import { type Command, Option } from 'commander'
import { describeColumn, type TableDifference } from '../domain/compare-tables'
import type { Column } from '../domain/result-table'
import { BridgeError } from '../errors'
import { configOption, createCommand, type Defaults, jsonOption } from './arguments'
import type { Screen } from './screen'
import { printable } from './table'

/** Where to ask, and what for. */
export interface DictionaryAsked {
  config: string
  connection?: string
  out?: string
}

/** Tables as a ServiceNow instance has them, against the definitions that are there. */
export interface ImportedTables {
  /** Where they go. */
  file: string
  /** There is such a file, and the differences are to it; else to what is shipped. */
  exists: boolean
  /** The configuration names the file. */
  isConfigured: boolean
  differences: (TableDifference & { kind: string; table: string; columns: number })[]
  write(): void
}

export interface ConnectParts {
  screen: Screen
  defaults: Defaults
  /** Asks the named ServiceNow, or the only one. Raises `misconfigured`, or `invalid` where a name is needed. */
  importTables(asked: DictionaryAsked): Promise<ImportedTables>
}

interface Options extends DictionaryAsked {
  force: boolean
  json: boolean
}

/** `soarbridge connect …`: fits the bridge to a system that it is connected to. */
export function createConnectCommand(parts: ConnectParts): Command {
  return createCommand('connect', {
    summary: 'fit the bridge to a ticketing system',
    example: 'soarbridge connect servicenow --import-dictionary',
  }).addCommand(createServiceNowCommand(parts))
}

function createServiceNowCommand(parts: ConnectParts): Command {
  return createCommand('servicenow', {
    summary: 'read from an instance what its tables of enrichment results may hold',
    example:
      'soarbridge connect servicenow --import-dictionary --out secops-tables.yaml\n' +
      'soarbridge connect servicenow --import-dictionary --connection servicenow --force --json',
  })
    .addOption(
      new Option(
        '--import-dictionary',
        'columns, types and choices, from sys_dictionary and sys_choice',
      ).makeOptionMandatory(),
    )
    .addOption(configOption(parts.defaults))
    .addOption(new Option('--connection <name>', 'which ServiceNow, where the configuration has several'))
    .option('--out <file>', 'where the definitions go; else where secops.tables says, or secops-tables.yaml')
    .option('--force', 'replace the file that is there', false)
    .addOption(jsonOption())
    .action((options: Options) => importDictionary(parts, options))
}

/** Also a refusal shows what would change. */
async function importDictionary({ screen, importTables }: ConnectParts, options: Options): Promise<void> {
  const { file, exists, isConfigured, differences, write } = await importTables(options)
  const isSame = differences.every(
    ({ added, removed, changed }) => added.length + removed.length + changed.length === 0,
  )
  const isRefused = exists && !isSame && !options.force
  const isWritten = !isRefused && !(exists && isSame)
  if (isWritten) write()
  if (options.json) screen.say(JSON.stringify({ file, written: isWritten, tables: differences }))
  else for (const line of summaryOf(differences)) screen.say(line)
  if (isRefused) {
    const message = `${file} is there and differs; nothing was written (--force replaces it)`
    throw new BridgeError('conflict', message, { code: 'file-exists' })
  }
  if (!options.json) screen.say(isWritten ? `wrote ${file}` : `nothing to do: ${file} says the same`)
  if (!isConfigured) screen.note('the bridge reads it once secops.tables names it')
}

function* summaryOf(differences: ImportedTables['differences']): Generator<string> {
  for (const { kind, table, columns, added, removed, changed } of differences) {
    yield `${kind}: ${table}, ${columns} columns`
    for (const column of added) yield lineOf('+', column)
    for (const column of removed) yield lineOf('-', column)
    for (const { before, after } of changed) yield `${lineOf('~', after)} (was ${printable(describeColumn(before))})`
  }
}

function lineOf(sign: string, column: Column): string {
  return `  ${sign} ${column.name}: ${printable(describeColumn(column))}`
}
