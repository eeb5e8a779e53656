import path from 'node:path'
import { readMappings, readTables } from './bridge-enrichment'
import { createSystems, readRules, type Systems } from './bridge-systems'
import type { CheckedConfiguration, Finding } from './cli/check'
import { type Config, loadConfig } from './config'
import { processEnvironment } from './config/environment'
import { reasonOf } from './config/files'
import type { SoarConnector, TicketConnector, TicketTalkReader, TicketVocabularyReader } from './connectors/connector'
import type { Clock } from './domain/clock'
import { BridgeError, isBridgeError, type Mistake } from './errors'
import { unknownWords } from './flows/vocabulary'
import { checkMapping, type MappingMistake } from './mapping/check-mapping'
import type { Rules } from './mapping/rules'
import { wordsOf } from './mapping/words'

/** Loads the configuration and reads all rules, tables and mappings; raises `misconfigured` with every mistake of the one, else of the others. */
export function loadCheckedConfig(file: string): Config {
  const config = loadConfig({ file, env: processEnvironment() })
  const ofResults = { name: 'secops.unlinked', kind: 'results', rulesFile: config.secops.unlinked.rulesFile } as const
  const files = new Map([...config.tickets, ofResults].map(named => [named.rulesFile ?? named.kind, named]))
  const mistakes = [...files.values()].flatMap(mistakesInRules)
  if (mistakes.length === 0) {
    readMappings(config.secops, readTables(config.secops))
    return config
  }
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`
  throw new BridgeError('misconfigured', `${count} in the rules that ${file} names`, {
    code: 'rules-invalid',
    mistakes,
  })
}

function mistakesInRules(connection: Parameters<typeof readRules>[0] & { name: string }): readonly Mistake[] {
  try {
    readRules(connection)
    return []
  } catch (error) {
    if (isBridgeError(error)) return error.mistakes.length > 0 ? error.mistakes : [{ path: '', message: error.message }]
    const message = `expected a readable rules file (${reasonOf(error)}); for example no rules, for the built-in ones`
    return [{ path: `${connection.name} rules ${connection.rulesFile ?? ''}`.trimEnd(), message }]
  }
}

export function checkConfiguration(file: string, clock: Clock): CheckedConfiguration {
  const config = loadCheckedConfig(file)
  const systems = createSystems(config, clock)
  const soar = config.soar.map(({ name }) => ({ name, kind: 'soar' }))
  const tickets = config.tickets.map(({ name, kind, rulesFile }) => ({
    name,
    kind,
    rules: rulesFile === null ? 'built-in' : path.relative('.', rulesFile),
  }))
  return { connections: [...soar, ...tickets], checkOnline: () => checkOnline(systems) }
}

async function checkOnline({ soar, tickets, results }: Systems): Promise<Finding[]> {
  const answers = [
    ...[...soar].map(([name, connector]) => ask(name, () => checkSoar(name, { connector, tickets, results }))),
    ...[...tickets].map(([name, source]) => ask(name, () => checkTickets(name, source))),
  ]
  return (await Promise.all(answers)).flat()
}

/** What the rules ask for on the way back, against what the ticketing system offers. */
async function checkTickets(
  name: string,
  {
    connector,
    rules,
  }: { connector: TicketConnector & TicketVocabularyReader & Partial<TicketTalkReader>; rules: Rules },
): Promise<Finding[]> {
  await connector.probe()
  const good = (says: string): Finding => ({ connection: name, isGood: true, says })
  // The bridge does without them: whoever runs it decides whether it should.
  const blind = (await connector.findBlindSpots?.()) ?? []
  const answers = [good('answers and takes our credentials'), ...blind.map(good)]
  const mistakes = checkMapping(rules, { ticket: await connector.readVocabulary(), soar: null })
  if (mistakes.length === 0) return [...answers, good('offers every word of its rules for the way back')]
  return [...answers, ...mistakes.map(mistake => ({ connection: name, isGood: false, says: sayMistake(mistake) }))]
}

function sayMistake({ path, message }: MappingMistake): string {
  return `${path}: ${message}`
}

/** The words of every connection that files here, against those SOAR knows. */
async function checkSoar(
  name: string,
  { connector, tickets, results }: { connector: SoarConnector } & Pick<Systems, 'tickets' | 'results'>,
): Promise<Finding[]> {
  const vocabulary = await connector.readVocabulary()
  const ofResults = results === null || results.waitMs === null ? [] : [['secops.unlinked', results] as const]
  const sources = [...tickets, ...ofResults].filter(([, source]) => source.soarConnection === name)
  const words = sources.flatMap(([connection, { rules, label }]): Finding[] => {
    const used = wordsOf(rules)
    const ownLabel = { word: label, where: 'label in bridge.yaml' }
    const unknown = unknownWords({ ...used, labels: [ownLabel, ...used.labels] }, vocabulary)
    const wayBack = checkMapping(rules, { ticket: null, soar: vocabulary }).map(sayMistake)
    const wrong = [...(unknown === null ? [] : [unknown]), ...wayBack]
    if (wrong.length === 0) return [{ connection, isGood: true, says: `${name} knows every word of its rules` }]
    return wrong.map(says => ({ connection, isGood: false, says }))
  })
  const says = `answers and takes our credentials (version ${vocabulary.version})`
  return [{ connection: name, isGood: true, says }, ...words]
}

async function ask(connection: string, question: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await question()
  } catch (error) {
    if (!isBridgeError(error)) throw error
    return [{ connection, isGood: false, says: error.message }]
  }
}
