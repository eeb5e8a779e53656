// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of bridge.yaml are written so
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type Config, loadConfig } from '../src/config'
import { type ConfigFolder, createConfigFolder } from './support/config-folder'

const webhookSecret = 'Zq8vT1mK4rW7xB2n'
const env = {
  SOAR_TOKEN: 'soar-canary-token',
  JIRA_TOKEN: 'jira-canary-token',
  JIRA_WEBHOOK_SECRET: webhookSecret,
  SNOW_PASSWORD: 'snow-canary-password',
  SNOW_PUSH_PASSWORD: 'push-canary-password',
}

let folder: ConfigFolder
beforeEach(() => {
  folder = createConfigFolder()
})
afterEach(() => folder.remove())

function load(yaml: string, extra: Record<string, string> = {}): Config {
  return loadConfig({ file: folder.write('bridge.yaml', yaml), env: { ...env, ...extra } })
}

const soar = 'soar: [{ name: soar, url: https://soar.example.com, token: ${SOAR_TOKEN} }]'
function withJira(fields: string): string {
  return `${soar}\ntickets:\n  - { name: jira, kind: jira, url: "https://jira.example.com", soar: soar, ${fields} }`
}
const auth = 'auth: { token: t }'
const webhook = 'webhook: { secrets: ["${JIRA_WEBHOOK_SECRET}"] }'

test('the example of the docs loads', () => {
  const file = join(__dirname, '../../docs/bridge.example.yaml')
  const config = loadConfig({ file, env })
  expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8080, tls: null, trustedProxies: [] })
  expect(config.soar).toMatchObject([{ name: 'soar', url: 'https://soar.example.com', label: 'events', assetId: 7 }])
  expect(config.tickets.map(({ name, kind, soar }) => ({ name, kind, soar }))).toEqual([
    { name: 'jira', kind: 'jira', soar: 'soar' },
    { name: 'servicenow', kind: 'servicenow', soar: 'soar' },
  ])
})

test('an empty file means every default', () => {
  const config = load('')
  expect(config.server).toEqual({
    host: '127.0.0.1',
    port: 8080,
    tls: null,
    trustedProxies: [],
    publicDocs: true,
    publicMetrics: true,
  })
  expect(config.database.file).toBe(join(folder.path, 'data/bridge.db'))
  expect(config.receive).toEqual({ maxInFlightMegabytes: 256, maxQueuedReceipts: 10_000 })
  expect(config.delivery).toEqual({
    coalesceMs: 250,
    containerGone: 'hold',
    settleSeconds: 75,
    concurrency: 16,
    maxTries: 8,
    probeSeconds: 30,
    lateSweepSeconds: 600,
    vocabularySeconds: 300,
  })
  expect(config.retention).toEqual({ receiptsDays: 30, attemptsDays: 30, jobsDays: 90 })
  expect(config.log).toEqual({ level: 'info' })
  expect(config.secops).toEqual({
    basePath: '/api/sn_sec_cmn/secops_integration_capabilities',
    fieldsName: 'fields',
    unknownColumns: 'keep',
    idempotencyMinutes: 10,
    tablesFile: null,
    mappingsFile: null,
    unlinked: { waitSeconds: null, soar: null, label: '', rulesFile: null },
  })
  expect([config.soar, config.tickets]).toEqual([[], []])
})

test('a section without content counts as absent', () => {
  expect(load('server:\ntickets:\n').server.port).toBe(8080)
})

describe('variables', () => {
  test('stand unquoted in a flow mapping, quoted, and inside a longer text', () => {
    const config = load('soar: [{ name: soar, url: "https://${HOST}.example.com/x", token: ${SOAR_TOKEN} }]', {
      HOST: 'a',
    })
    expect(config.soar[0]).toMatchObject({ url: 'https://a.example.com/x' })
    expect(config.secrets()).toEqual(['soar-canary-token'])
  })

  test('take their default where unset or empty', () => {
    expect(load('server: { host: "${HOST:-::1}", port: ${PORT:-9000} }').server).toMatchObject({
      host: '::1',
      port: 9000,
    })
    expect(load('server: { port: "${PORT:-9000}" }', { PORT: '' }).server.port).toBe(9000)
    expect(load('server: { port: "${PORT:-9000}" }', { PORT: '7000' }).server.port).toBe(7000)
    expect(load('server: { publicDocs: "${DOCS:-false}" }').server.publicDocs).toBe(false)
  })

  test('are not looked for in a value, and $${ is a plain ${', () => {
    const config = load('soar: [{ name: soar, url: https://s.example.com, user: "$${x}", password: ${P} }]', {
      P: 'a${SOAR_TOKEN}b',
    })
    expect(config.soar[0]?.auth).toMatchObject({ user: '${x}' })
    expect(config.secrets()).toContain('a${SOAR_TOKEN}b')
  })
})

describe('files', () => {
  test('hold secrets instead of the fields; exactly one line break is dropped', () => {
    folder.write('token', ' from-file \r\n')
    folder.write('hooks', 'first-Zq8vT1mK4rW7\nsecond-Zq8vT1mK4rW7\n', 0o640)
    const config = load(`
soar: [{ name: soar, url: https://soar.example.com, tokenFile: token }]
tickets:
  - { name: jira, kind: jira, url: "https://jira.example.com", soar: soar, ${auth}, webhook: { secretsFile: ${folder.path}/hooks } }`)
    expect(config.secrets()).toEqual([' from-file ', 't', 'first-Zq8vT1mK4rW7', 'second-Zq8vT1mK4rW7'])
  })

  test('hold certificates and keys, which arrive as content', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n'
    const key = '-----BEGIN PRIVATE KEY-----\nkey-canary\n-----END PRIVATE KEY-----\n'
    folder.write('ca.pem', pem, 0o644)
    folder.write('key.pem', key)
    const config = load(`
server: { tls: { certFile: ca.pem, keyFile: key.pem } }
soar: [{ name: soar, url: https://soar.example.com, token: t, caFile: ca.pem, clientCertFile: ca.pem, clientKeyFile: key.pem }]`)
    expect(config.soar[0]?.tls.ca).toBe(pem)
    expect(config.soar[0]?.tls.cert).toBe(pem)
    expect(config.soar[0]?.tls.key?.reveal()).toBe(key)
    expect(config.server.tls?.cert).toBe(pem)
    expect(config.server.tls?.key.reveal()).toBe(key)
  })
})

describe('connections', () => {
  test.each([
    ['token: t', { scheme: 'ph-auth-token' }],
    ['token: t, authScheme: bearer', { scheme: 'bearer' }],
    ['token: t, authScheme: basic', { scheme: 'basic', user: '' }],
    ['user: u, password: p', { scheme: 'basic', user: 'u' }],
  ])('SOAR with %s', (fields, expected) => {
    const config = load(`soar: [{ name: soar, url: "https://soar.example.com/", ${fields} }]`)
    expect(config.soar[0]).toMatchObject({
      url: 'https://soar.example.com',
      auth: expected,
      assetId: null,
      tenantId: null,
      closeReasonField: null,
    })
  })

  test.each([
    ['{ email: a@b.example, token: t }', '', { flavor: 'cloud', auth: { scheme: 'basic', user: 'a@b.example' } }],
    ['{ token: t }', '', { flavor: 'datacenter', auth: { scheme: 'bearer' } }],
    ['{ user: u, password: p }', '', { flavor: 'datacenter', auth: { scheme: 'basic', user: 'u' } }],
    ['{ token: t }', 'flavor: cloud,', { flavor: 'cloud', auth: { scheme: 'bearer' } }],
  ])('Jira with auth %s %s', (jiraAuth, more, expected) => {
    expect(load(withJira(`${more} auth: ${jiraAuth}, ${webhook}`)).tickets[0]).toMatchObject(expected)
  })

  test.each([
    ['{ secrets: ["${JIRA_WEBHOOK_SECRET}"] }', { way: 'signature' }],
    ['{ basic: { user: jira, password: p4ssw0rd! } }', { way: 'basic', user: 'jira' }],
    ['{ header: "${JIRA_WEBHOOK_SECRET}" }', { way: 'header' }],
  ])('webhooks with %s', (fields, expected) => {
    expect(load(withJira(`${auth}, webhook: ${fields}`)).tickets[0]).toMatchObject({ webhook: expected })
  })

  test('have their defaults and their absolute paths', () => {
    const config =
      load(`${withJira(`${auth}, ${webhook}, rules: rules/j.yaml, browseUrl: "https://b.example.com/jira/"`)}
  - { name: snow, kind: servicenow, url: "http://localhost:9/", soar: soar, auth: { user: u, password: p }, ${webhook} }`)
    expect(config.tickets[0]).toMatchObject({
      rulesFile: join(folder.path, 'rules/j.yaml'),
      browseUrl: 'https://b.example.com/jira',
      tenant: 'default',
      results: 'all',
      proxy: null,
      timeoutSeconds: 30,
      maxAnswerMegabytes: 5,
      tls: {},
    })
    expect(config.tickets[1]).toMatchObject({
      tables: ['incident'],
      rulesFile: null,
      url: 'http://localhost:9',
      results: 'all',
      secopsApi: { path: '/api/sn_sec_cmn/secops_integration_capabilities', fieldsName: null },
      containerUrlColumn: null,
    })
  })

  test.each(['http://127.0.0.1:9001', 'http://[::1]:9001', 'http://soar.localhost'])(
    'may use plain http at %s',
    url => {
      expect(load(`soar: [{ name: soar, url: "${url}", token: t }]`).soar[0]?.url).toBe(url)
    },
  )

  test('may use plain http elsewhere where it is written down', () => {
    const yaml = 'soar: [{ name: soar, url: "http://soar.example.com", token: t, allowInsecure: true }]'
    expect(load(yaml).soar[0]?.url).toBe('http://soar.example.com')
  })
})

describe('secrets', () => {
  test('are told to the scrubber also as the Basic header carries them', () => {
    const config = load('soar: [{ name: soar, url: https://s.example.com, token: ${SOAR_TOKEN}, authScheme: basic }]')
    const header = Buffer.from(`:${env.SOAR_TOKEN}`).toString('base64')
    expect(config.secrets().sort()).toEqual([header, env.SOAR_TOKEN].sort())
  })

  test('show up nowhere when the configuration is printed', () => {
    const file = join(__dirname, '../../docs/bridge.example.yaml')
    const config = loadConfig({ file, env })
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      `${config.soar[0]?.auth}`,
    ].join()
    expect(printed).toContain('***')
    for (const secret of config.secrets()) expect(printed).not.toContain(secret)
  })
})

test('the configuration is frozen to its leaves', () => {
  const config = load(withJira(`${auth}, ${webhook}`))
  expect(Object.isFrozen(config)).toBe(true)
  const [jira] = config.tickets
  expect(jira !== undefined && 'webhook' in jira && Object.isFrozen(jira.webhook)).toBe(true)
  expect(Object.isFrozen(config.server.trustedProxies)).toBe(true)
  // Frozen defaults do not hinder the next reading.
  expect(load('').server.port).toBe(8080)
})
