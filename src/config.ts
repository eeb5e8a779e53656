import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { validateTree } from './config/checks'
import {
  buildOidc,
  buildSoarConnection,
  buildTicketConnection,
  type OidcConfig,
  type SoarConnectionConfig,
  type TicketConnectionConfig,
} from './config/connections'
import { readFiles, reasonOf } from './config/files'
import type { ParsedConfig } from './config/schema'
import { Secret } from './config/secret'
import { readSource } from './config/source'
import { type Environment, expandVariables } from './config/variables'
import { BridgeError, type Mistake } from './errors'

/** The validated configuration, frozen to its leaves. Fields keep the names, units and defaults of docs/configuration.md. */
export interface Config {
  readonly server: Readonly<Omit<ParsedConfig['server'], 'tls' | 'trustedProxies'>> & {
    readonly trustedProxies: readonly string[]
    /** Content of the PEM files. */
    readonly tls: { readonly cert: string; readonly key: Secret } | null
  }
  /** Absolute path of the SQLite file. */
  readonly database: { readonly file: string }
  readonly soar: readonly SoarConnectionConfig[]
  readonly tickets: readonly TicketConnectionConfig[]
  readonly receive: Readonly<ParsedConfig['receive']>
  readonly delivery: Readonly<ParsedConfig['delivery']>
  readonly polling: Readonly<ParsedConfig['polling']>
  readonly retention: Readonly<ParsedConfig['retention']>
  readonly access: Readonly<Omit<ParsedConfig['access'], 'oidc'>> & { readonly oidc: OidcConfig | null }
  /** Absolute path of the key of the audit log. */
  readonly audit: { readonly keyFile: string }
  readonly log: Readonly<ParsedConfig['log']>
  readonly secops: Readonly<Omit<ParsedConfig['secops'], UnlinkedField | 'tables' | 'enrichmentMappings'>> & {
    /** Absolute path of the definitions of the target tables; null for the built-in ones. */
    readonly tablesFile: string | null
    /** Absolute path of the mappings of raw data; null for none. */
    readonly mappingsFile: string | null
    readonly unlinked: UnlinkedConfig
  }
  /** Every secret in the clear, also as the Basic header carries it: for the scrubber of the log, and nothing else. */
  secrets(): string[]
}

type UnlinkedField = Extract<keyof ParsedConfig['secops'], `unlinked${string}`>

/** What becomes of results that no ticket claims. */
export interface UnlinkedConfig {
  /** How long they wait for a ticket before they get a container; null for as long as it takes. */
  readonly waitSeconds: number | null
  /** Where their containers go: a connection under `soar`; null where there is none. */
  readonly soar: string | null
  readonly label: string
  /** Absolute path; null for the built-in rules. */
  readonly rulesFile: string | null
}

/**
 * Reads `file` (YAML); paths in it are relative to its folder.
 * Raises `BridgeError` of kind `misconfigured` with every mistake found: `bridge.yaml:12 tickets[0].url`, what was
 * expected, an example; never a value.
 */
export function loadConfig(input: { file: string; env: Environment }): Config {
  const folder = dirname(resolve(input.file))
  const { tree, mistakes } = readSource(input.file, readText(input.file))
  const insecure = findUnsafeEnvironment(input.env)
  if (tree === null && mistakes.all().length > 0) throw misconfigured(input.file, [...insecure, ...mistakes.all()])
  const expanded = expandVariables(tree ?? {}, { env: input.env, mistakes })
  const complete = readFiles(expanded, { folder, mistakes })
  const parsed = validateTree(complete, mistakes)
  const all = [...insecure, ...mistakes.all()]
  if (parsed === null || all.length > 0) throw misconfigured(input.file, all)
  return buildConfig(parsed, folder)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const message = `expected a readable configuration file (${reasonOf(error)}); for example --config bridge.yaml`
    throw misconfigured(file, [{ path: file, message }])
  }
}

/** Node would take any certificate, of every connection, without a word of ours. */
function findUnsafeEnvironment(env: Environment): Mistake[] {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return []
  const message =
    'expected not to be 0, which turns certificate checks off; for example unset, with caFile at the connection'
  return [{ path: 'environment NODE_TLS_REJECT_UNAUTHORIZED', message }]
}

function misconfigured(file: string, mistakes: readonly Mistake[]): BridgeError {
  const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`
  return new BridgeError('misconfigured', `${count} in the configuration ${file}`, { code: 'config-invalid', mistakes })
}

function buildConfig(parsed: ParsedConfig, folder: string): Config {
  const { tls } = parsed.server
  const databaseFile = resolve(folder, parsed.database.url.slice('sqlite:'.length))
  const parts = {
    server: { ...parsed.server, tls: tls === undefined ? null : { cert: tls.certFile, key: new Secret(tls.keyFile) } },
    database: { file: databaseFile },
    soar: parsed.soar.map(buildSoarConnection),
    tickets: parsed.tickets.map(connection => buildTicketConnection(connection, folder)),
    receive: parsed.receive,
    delivery: parsed.delivery,
    polling: parsed.polling,
    retention: parsed.retention,
    access: { ...parsed.access, oidc: buildOidc(parsed.access.oidc) },
    audit: { keyFile: resolve(folder, parsed.audit.keyFile ?? `${databaseFile}.audit-key`) },
    log: parsed.log,
    secops: { ...buildSecops(parsed.secops, folder), unlinked: buildUnlinked(parsed, folder) },
  }
  return freezeDeep({ ...parts, secrets: () => [...new Set(collectSecrets(parts))] })
}

function buildSecops({ tables, enrichmentMappings, ...secops }: ParsedConfig['secops'], folder: string) {
  const { basePath, fieldsName, unknownColumns, idempotencyMinutes } = secops
  return {
    basePath,
    fieldsName,
    unknownColumns,
    idempotencyMinutes,
    tablesFile: tables === undefined ? null : resolve(folder, tables),
    mappingsFile: enrichmentMappings === undefined ? null : resolve(folder, enrichmentMappings),
  }
}

function buildUnlinked({ secops, soar }: ParsedConfig, folder: string): UnlinkedConfig {
  const { unlinked, unlinkedSeconds, unlinkedSoar, unlinkedLabel, unlinkedRules } = secops
  const target = soar.find(({ name }) => name === (unlinkedSoar ?? name))
  return {
    waitSeconds: unlinked === 'hold' ? null : unlinkedSeconds,
    soar: target?.name ?? null,
    label: unlinkedLabel ?? target?.label ?? '',
    rulesFile: unlinkedRules === undefined ? null : resolve(folder, unlinkedRules),
  }
}

function collectSecrets(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()]
  if (typeof value !== 'object' || value === null) return []
  const basic =
    'user' in value && 'password' in value && value.password instanceof Secret
      ? [Buffer.from(`${value.user}:${value.password.reveal()}`).toString('base64')]
      : []
  return [...basic, ...Object.values(value).flatMap(collectSecrets)]
}

function freezeDeep<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) freezeDeep(member)
  return Object.freeze(value)
}
