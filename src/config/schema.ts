import { z } from 'zod'
import { choice, flag, list, number, section, text, wholeNumber } from './fields'
import { soarConnection, ticketConnection } from './schema-connections'
import { oidc } from './schema-oidc'
import { polling } from './schema-polling'
import { variable } from './variables'

const path = { expected: 'a path, relative to the configuration file' }
const secondsMax = 86_400

const anyAddressRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
const addressRange = text(
  { meaning: 'One address or range.', expected: 'an IP address or a range in CIDR form', example: '10.0.0.0/8' },
  value => anyAddressRange.safeParse(value).success,
)

const server = section('Where the bridge listens.', {
  host: text({
    meaning: 'Address to listen on; `0.0.0.0` for all.',
    expected: 'an address or host name',
    example: '127.0.0.1',
  }).default('127.0.0.1'),
  port: wholeNumber(
    { meaning: 'Port to listen on; 0 takes a free one.', expected: 'a whole number from 0 to 65535', example: 8080 },
    { min: 0, max: 65_535 },
  ).default(8080),
  tls: section('Serves https; without it, put a proxy that does in front.', {
    certFile: text({ meaning: 'Certificate and chain, in PEM.', ...path, example: 'tls/cert.pem' }),
    keyFile: text({ meaning: 'Its key, in PEM. Others must not be able to read it.', ...path, example: 'tls/key.pem' }),
  }).optional(),
  trustedProxies: list(addressRange, {
    meaning: 'Addresses of proxies whose `X-Forwarded-For` is believed. Empty: nobody is believed.',
    expected: 'a list of addresses',
    example: '["10.0.0.0/8"]',
    atLeast: 0,
  }).default([]),
  publicDocs: flag('Serves `/docs` and the contract to everybody; false asks for a key.').default(true),
  publicMetrics: flag('Serves `/metrics` to everybody; false asks for a key.').default(true),
})

const database = section('Where everything is kept.', {
  url: text(
    {
      meaning: '`sqlite:` and a path, relative to the configuration file.',
      expected: 'sqlite:<path> (PostgreSQL is not supported yet)',
      example: 'sqlite:./data/bridge.db',
    },
    /^sqlite:(?!\/\/)(?!:memory:).*[^/\s]$/,
  ).default('sqlite:./data/bridge.db'),
})

const receive = section('Limits of the receiving side; beyond them senders are asked to come back (503).', {
  maxInFlightMegabytes: number(
    { meaning: 'Megabytes of request bodies held at once.', expected: 'megabytes from 25 to 65536', example: 256 },
    { min: 25, max: 65_536 },
  ).default(256),
  maxQueuedReceipts: wholeNumber(
    {
      meaning: 'Receipts that wait for their commit at once.',
      expected: 'a whole number from 1 to 1000000',
      example: 10_000,
    },
    { min: 1, max: 1_000_000 },
  ).default(10_000),
})

function seconds(meaning: string, example: number, min: number) {
  return number(
    { meaning, expected: `seconds from ${min} to ${secondsMax}`, example },
    { min, max: secondsMax },
  ).default(example)
}

const delivery = section('How tickets reach SOAR.', {
  coalesceMs: wholeNumber(
    {
      meaning: 'Milliseconds between two looks at a busy ticket; changes within them become one.',
      expected: 'a whole number from 0 to 60000',
      example: 250,
    },
    { min: 0, max: 60_000 },
  ).default(250),
  settleSeconds: seconds(
    'Seconds after which a write of unknown fate that cannot be found counts as not done. Longer than the slowest late commit of SOAR.',
    75,
    0,
  ),
  concurrency: wholeNumber(
    { meaning: 'Tickets worked on at once.', expected: 'a whole number from 1 to 256', example: 16 },
    { min: 1, max: 256 },
  ).default(16),
  containerGone: choice(
    'When somebody deleted a container in SOAR: hold its ticket for an operator, recreate the container, or ignore the ticket.',
    ['hold', 'recreate', 'ignore'],
  ).default('hold'),
  maxTries: wholeNumber(
    {
      meaning: 'Tries of a job that fails on its own account before it waits for a person. Outages spend none.',
      expected: 'a whole number from 1 to 100',
      example: 8,
    },
    { min: 1, max: 100 },
  ).default(8),
  probeSeconds: seconds('Seconds between two probes of a paused connection.', 30, 0.01),
  lateSweepSeconds: seconds(
    'Seconds after a write of unknown fate was settled until duplicates of it are looked for.',
    600,
    0,
  ),
  vocabularySeconds: seconds('Seconds between two readings of the labels, severities and statuses of SOAR.', 300, 0.01),
})

function days(meaning: string, example: number) {
  return number({ meaning, expected: 'days from 1 to 3650', example }, { min: 1, max: 3650 }).default(example)
}

const retention = section('How long what is done stays readable.', {
  receiptsDays: days('Days that processed receipts are kept.', 30),
  attemptsDays: days('Days that attempts, with their requests and answers, are kept.', 30),
  jobsDays: days('Days that finished jobs are kept.', 90),
})

const log = section('What the bridge writes to standard output.', {
  level: choice('Least level that is written.', ['info', 'debug', 'warn', 'error', 'silent']).default('info'),
})

const access = section('How users, keys and access tokens get in.', {
  failedLoginsPerMinute: wholeNumber(
    {
      meaning:
        'Failed logins a minute, of one account or from one address, after which the others of that minute are answered 429.',
      expected: 'a whole number from 1 to 1000000',
      example: 20,
    },
    { min: 1, max: 1_000_000 },
  ).default(20),
  oidc: oidc.optional(),
})

const audit = section('Who changed what, and who was denied.', {
  keyFile: text({
    meaning:
      'Holds the key of the chains, made when absent: 64 hex digits that others must not be able to read. Unless given, the path of the database with `.audit-key` behind it.',
    ...path,
    example: 'secrets/audit-key',
  }).optional(),
})

const unlinked = {
  unlinked: choice(
    'Results that no ticket claims: held until one does, or given a container in SOAR, one for each tenant and observable or CI.',
    ['hold', 'create-container'],
  ).default('hold'),
  unlinkedSeconds: seconds(
    'With `create-container`: seconds that a result waits first, for a ticket that is on its way.',
    300,
    0,
  ),
  unlinkedSoar: text({
    meaning:
      'With `create-container`: connection under `soar` that these containers go to, of all tenants. Needed where there are several.',
    expected: 'the name of a connection under soar',
    example: 'soar',
  }).optional(),
  unlinkedLabel: text({
    meaning: 'Label of these containers where no rule names one; without it, that of the connection.',
    expected: 'a label that SOAR knows',
    example: 'events',
  }).optional(),
  unlinkedRules: text({
    meaning: 'Rules of these containers; without it, the built-in ones.',
    ...path,
    example: 'rules/results.yaml',
  }).optional(),
}

const secops = section('The door for scripts that post enrichment, as to ServiceNow.', {
  basePath: text(
    {
      meaning:
        'Path that the three resources stand under; they also stand there with `/v1` before its last part. Failures of everything beside it have the shape of ServiceNow.',
      expected:
        'a path of at least two parts that begins with a slash, does not end with one, and is not under /v1, /webhooks, /docs or /console',
      example: '/api/sn_sec_cmn/secops_integration_capabilities',
    },
    /^(?!\/(?:v1|webhooks|docs|console)\/)(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*){2,}$/,
  ).default('/api/sn_sec_cmn/secops_integration_capabilities'),
  fieldsName: text(
    {
      meaning: 'Member of a body that may hold the fields of the record; they may also stand flat in the body.',
      expected: 'a name of letters, digits and underscores',
      example: 'fields',
    },
    /^[A-Za-z_][A-Za-z0-9_]{0,79}$/,
  ).default('fields'),
  unknownColumns: choice('Columns that a target table does not have: kept aside, or the record is refused.', [
    'keep',
    'refuse',
  ]).default('keep'),
  ...unlinked,
  idempotencyMinutes: number(
    {
      meaning: 'Minutes within which the same request is one record, by its `Idempotency-Key` or by its content.',
      expected: 'minutes from 0.01 to 10080',
      example: 10,
    },
    { min: 0.01, max: 10_080 },
  ).default(10),
  tables: text({
    meaning: 'Definitions of the target tables; without it, the built-in ones.',
    ...path,
    example: 'tables/secops.yaml',
  }).optional(),
  enrichmentMappings: text({
    meaning: 'How raw data (`enrichment_mapping_id` and `raw_data`) becomes records; without it none is taken.',
    ...path,
    example: 'secops-mappings.yaml',
  }).optional(),
})

/** The whole of `bridge.yaml`, after variables and files were read. */
export const configSchema = section('The configuration of soarbridge.', {
  server: server.prefault({}),
  database: database.prefault({}),
  soar: list(soarConnection, {
    meaning: 'The Splunk SOARs that tickets go to.',
    expected: 'a list of connections',
    example: `- { name: soar, url: https://soar.example.com, token: ${variable('SOAR_TOKEN')} }`,
    atLeast: 0,
  }).default([]),
  tickets: list(ticketConnection, {
    meaning: 'The ticketing systems that tickets come from.',
    expected: 'a list of connections',
    example: '- { name: jira, kind: jira, … }',
    atLeast: 0,
  }).default([]),
  receive: receive.prefault({}),
  delivery: delivery.prefault({}),
  polling: polling.prefault({}),
  retention: retention.prefault({}),
  access: access.prefault({}),
  audit: audit.prefault({}),
  log: log.prefault({}),
  secops: secops.prefault({}),
})

export type ParsedConfig = z.output<typeof configSchema>
