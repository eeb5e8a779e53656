import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ticketFileReader } from './bridge-files'
import { createShares } from './bridge-shares'
import type { Config, UnlinkedConfig } from './config'
import type { SoarConnectionConfig, TicketConnectionConfig, TicketingConfig } from './config/connections'
import type {
  CommandTaker,
  GoneTicketFinder,
  ReadTicketFile,
  SoarConnector,
  TicketConnector,
  TicketFileReader,
  TicketSweeper,
  TicketTalkReader,
  TicketVocabularyReader,
} from './connectors/connector'
import { createHttpClient, failureOfStatus, type HttpClient } from './connectors/http-client'
import { registry } from './connectors/registry'
import type { SoarReach } from './connectors/soar'
import type { Clock } from './domain/clock'
import { isResultsConnection } from './domain/results-connection'
import { BridgeError } from './errors'
import type { Share } from './flows/share-containers'
import type { LinkSource, TicketSource } from './flows/ticket-source'
import { namesField } from './mapping/names-field'
import { parseRules, type Rules } from './mapping/rules'

/** A ticketing system; Jira is swept as a whole, ServiceNow table by table. */
export interface TicketSystemSource extends TicketSource {
  connector: TicketConnector &
    TicketFileReader &
    TicketSweeper &
    TicketVocabularyReader &
    Partial<TicketTalkReader & GoneTicketFinder>
  rulesText: string
  collections: readonly (string | null)[]
}

/** The outside systems of one configuration. */
export interface Systems {
  soar: Map<string, SoarConnector>
  tickets: Map<string, TicketSystemSource>
  /** Those of the ticket connections whose tickets are containers of another SOAR. */
  shares: readonly Share[]
  /** For results that no ticket claims; null where there is no SOAR. */
  results: ResultsSource | null
  /** There are containers of such results, or there may be. */
  hasResults: boolean
}

export interface ResultsSource extends LinkSource {
  rulesText: string
  /** How long a result waits for its ticket; null for as long as it takes. */
  waitMs: number | null
}

/** Who takes the commands of a connection. */
export function commandTakerOf({ soar, tickets }: Systems, name: string): CommandTaker {
  const taker = soar.get(name) ?? tickets.get(name)?.connector
  if (taker !== undefined) return taker
  throw new BridgeError('misconfigured', `no connection is called ${name}`, { code: 'connection-unknown' })
}

/** A part of a connection by its name; raises `misconfigured` where there is none. */
export function required<Value>(from: Map<string, Value>, name: string): Value {
  const found = from.get(name)
  if (found !== undefined) return found
  throw new BridgeError('misconfigured', `no connection is called ${name}`, { code: 'connection-unknown' })
}

/** Rules shipped with the package, for connections that name none. */
const builtInRulesFolder = path.join(__dirname, '..', '..', 'rules')

export function createSystems(config: Config, clock: Clock): Systems {
  // Each side reads files of the other, once both are there.
  const readFile = ticketFileReader(name => required(tickets, name))
  const soar = new Map(config.soar.map(one => [one.name, createSoar(one, { clock, readFile })]))
  const labels = new Map(config.soar.map(one => [one.name, one.label]))
  const urls = new Map(config.soar.map(one => [one.name, one.url]))
  const shares = createShares(config, { reachOf: one => soarReachOf(one, clock), readFile: vaultReader(soar) })
  const tickets: Systems['tickets'] = new Map(
    config.tickets.map(one => {
      const { text, rules } = readRules(one)
      const isShare = one.kind === 'soar'
      const addresses = isShare ? [urls.get(one.from) ?? ''] : addressesOf(one)
      const source = {
        connector: isShare
          ? required(shares, one.name).connector
          : createTicketing(one, { clock, readFile: vaultReader(soar), rules }),
        rules: ignoringHosts(
          rules,
          addresses.map(url => new URL(url).hostname),
        ),
        rulesText: text,
        soarConnection: one.soar,
        label: labels.get(one.soar) ?? '',
        tenant: one.tenant,
        results: isShare ? 'none' : one.results,
        collections: one.kind === 'servicenow' ? one.tables : [null],
        containerUrl: (id: string) => `${urls.get(one.soar) ?? ''}/mission/${id}`,
      }
      return [one.name, source] as const
    }),
  )
  const results = createResults(config.secops.unlinked)
  return {
    soar,
    tickets,
    shares: [...shares.values()],
    results,
    hasResults: results !== null && results.waitMs !== null,
  }
}

/** Where people and the bridge look at the tickets. */
function addressesOf(config: TicketingConfig): string[] {
  return [config.url, ...(config.kind === 'jira' ? [config.browseUrl] : [])]
}

function createResults({ soar, label, rulesFile, waitSeconds }: UnlinkedConfig): ResultsSource | null {
  if (soar === null) return null
  const { text, rules } = readRules({ rulesFile, kind: 'results' })
  return {
    connector: { system: 'results' },
    rules,
    rulesText: text,
    soarConnection: soar,
    label,
    results: 'none',
    waitMs: waitSeconds === null ? null : waitSeconds * 1000,
  }
}

/** Who a link of this connection is made by; raises `misconfigured` where nobody is. */
export function linkSourceOf({ tickets, results }: Systems, connection: string): LinkSource {
  const source = isResultsConnection(connection) ? results : tickets.get(connection)
  if (source) return source
  throw new BridgeError('misconfigured', `no connection is called ${connection}`, { code: 'connection-unknown' })
}

/** Reads the rules of one connection; raises `misconfigured` with every mistake in them. */
export function readRules(connection: { rulesFile: string | null; kind: TicketConnectionConfig['kind'] | 'results' }): {
  text: string
  rules: Rules
} {
  const file = connection.rulesFile ?? path.join(builtInRulesFolder, `${connection.kind}.yaml`)
  const text = readFileSync(file, 'utf8')
  return { text, rules: parseRules(text, path.basename(file)) }
}

/** Links to the ticketing system itself stand in every other ticket and tell an analyst nothing. */
function ignoringHosts(rules: Rules, hosts: string[]): Rules {
  const { ignore } = rules.observables
  return {
    ...rules,
    observables: { ...rules.observables, ignore: { ...ignore, domains: [...ignore.domains, ...hosts] } },
  }
}

/** One SOAR of the configuration; without a reader it takes no files of tickets. */
export function createSoar(
  config: SoarConnectionConfig,
  { clock, readFile }: { clock: Clock; readFile?: ReadTicketFile },
): SoarConnector {
  return registry.soar({
    connection: config.name,
    ...(config.assetId !== null && { assetId: config.assetId }),
    ...(config.tenantId !== null && { tenantId: config.tenantId }),
    ...(config.closeReasonField !== null && { closeReasonField: config.closeReasonField }),
    ...soarReachOf(config, clock),
    ...(readFile !== undefined && { readFile }),
  })
}

/** Where one SOAR is and how it knows us. */
export function soarReachOf(config: SoarConnectionConfig, clock: Clock): SoarReach {
  const { auth } = config
  return {
    url: config.url,
    auth:
      auth.scheme === 'basic'
        ? { kind: 'user', user: auth.user, password: auth.password.reveal() }
        : { kind: auth.scheme === 'bearer' ? 'bearer' : 'token', token: auth.token.reveal() },
    ...reachOf(config),
    clock,
  }
}

function createTicketing(
  config: TicketingConfig,
  { clock, readFile, rules }: { clock: Clock; readFile: VaultReader; rules: Rules },
): TicketSystemSource['connector'] {
  const shared = {
    connection: config.name,
    webhook: webhookOf(config),
    http: ticketHttpOf(config, clock),
    failureOfStatus,
    clock,
  }
  if (config.kind === 'jira') {
    const { browseUrl, flavor } = config
    return registry.jira({ ...shared, readFile, browseUrl, flavor, readsWatchers: namesField(rules, 'watchers') })
  }
  const { url, tables, secopsApi: secops, containerUrlColumn: column } = config
  return registry.servicenow({
    ...shared,
    ...{ url, tables: tables as [string, ...string[]], secops, readFile },
    ...(column !== null && { containerUrlColumn: column }),
  })
}

type VaultReader = NonNullable<Parameters<typeof registry.jira>[0]['readFile']>

/** The bytes of a file of a vault; null where it is gone. */
function vaultReader(soar: Systems['soar']): VaultReader {
  return async ({ soarConnection, attachmentId, mostBytes }) =>
    (await required(soar, soarConnection).readFile?.({ id: attachmentId, mostBytes })) ?? null
}

/** What speaks to one ticketing system, with our credentials. */
export function ticketHttpOf(config: TicketingConfig, clock: Clock): HttpClient {
  const { auth } = config
  return createHttpClient({
    baseUrl: config.url,
    clock,
    ...reachOf(config),
    ...(auth.scheme === 'basic'
      ? { basic: { user: auth.user, password: auth.password.reveal() } }
      : { headers: () => ({ authorization: `Bearer ${auth.token.reveal()}` }) }),
  })
}

function reachOf({ tls, proxy, timeoutSeconds, maxAnswerMegabytes }: SoarConnectionConfig | TicketingConfig) {
  const { key, ...certificates } = tls
  return {
    tls: { ...certificates, ...(key !== undefined && { key: key.reveal() }) },
    ...(proxy !== null && { proxy }),
    timeoutMs: timeoutSeconds * 1000,
    maxAnswerBytes: maxAnswerMegabytes * 1_000_000,
  }
}

function webhookOf({ webhook }: TicketingConfig) {
  if (webhook.way === 'signature') return { secrets: webhook.secrets.map(secret => secret.reveal()) }
  if (webhook.way === 'basic') return { basic: { user: webhook.user, password: webhook.password.reveal() } }
  return { header: webhook.secret.reveal() }
}
