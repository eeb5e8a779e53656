import { isJsonObject, type JsonObject } from '../domain/json'
import { isInsecure } from './addresses'
import { explain } from './fields'
import { addSchemaIssues, type FieldPath, type Mistakes } from './mistakes'
import { configSchema, type ParsedConfig } from './schema'
import { variable } from './variables'

/** Adds every mistake of the tree; null where it does not fit the schema. */
export function validateTree(tree: unknown, mistakes: Mistakes): ParsedConfig | null {
  const parsed = configSchema.safeParse(tree)
  addSchemaIssues(parsed.error?.issues ?? [], mistakes)
  checkAcrossFields(tree, mistakes)
  return parsed.success ? parsed.data : null
}

/** The rules that span several fields. They look at the raw tree, so that a mistake elsewhere does not hide theirs. */
function checkAcrossFields(tree: unknown, mistakes: Mistakes): void {
  const soar = connectionsIn(tree, 'soar')
  const tickets = connectionsIn(tree, 'tickets')
  checkNames([...soar, ...tickets], mistakes)
  for (const connection of [...soar, ...tickets]) checkReach(connection, mistakes)
  for (const connection of soar) checkSoarAuth(connection, mistakes)
  checkOidc(tree, mistakes)
  const soarNames = soar.map(({ fields }) => fields.name)
  for (const connection of tickets) {
    checkTicketAuth(connection, mistakes)
    checkWebhook(connection, mistakes)
    checkTarget(connection, { soarNames, mistakes })
    checkHome(connection, { soarNames, mistakes })
  }
  checkUnlinked(tree, { soarNames, mistakes })
}

interface Targets {
  soarNames: readonly unknown[]
  mistakes: Mistakes
}

/** Of one connection nobody needs to say which it is. */
function checkUnlinked(tree: unknown, { soarNames, mistakes }: Targets): void {
  const fields = isJsonObject(tree) ? tree.secops : undefined
  if (!isJsonObject(fields)) return
  const { unlinked, unlinkedSoar } = fields
  const isMissing = unlinked === 'create-container' && unlinkedSoar === undefined && soarNames.length !== 1
  const isUnknown = typeof unlinkedSoar === 'string' && !soarNames.includes(unlinkedSoar)
  if (isMissing || isUnknown) addTargetMistake(['secops', 'unlinkedSoar'], { soarNames, mistakes })
}

function checkOidc(tree: unknown, mistakes: Mistakes): void {
  const access = isJsonObject(tree) ? tree.access : undefined
  const fields = isJsonObject(access) ? access.oidc : undefined
  if (!isJsonObject(fields)) return
  const path = ['access', 'oidc']
  checkReach({ path, fields }, mistakes)
  for (const [one, other] of [
    ['jwksUrl', 'jwksFile'],
    ['tenant', 'tenantClaim'],
  ] as const) {
    if (!isGiven(fields, one) || !isGiven(fields, other)) continue
    mistakes.add([...path, other], explain({ expected: `either ${one} or ${other}`, example: `${one} alone` }))
  }
}

interface Place {
  path: FieldPath
  fields: JsonObject
}

function connectionsIn(tree: unknown, key: 'soar' | 'tickets'): Place[] {
  const items = isJsonObject(tree) ? tree[key] : undefined
  if (!Array.isArray(items)) return []
  return items.flatMap((fields, index) => (isJsonObject(fields) ? [{ path: [key, index], fields }] : []))
}

function checkNames(connections: readonly Place[], mistakes: Mistakes): void {
  const seen = new Set<unknown>()
  for (const { path, fields } of connections) {
    if (typeof fields.name === 'string' && seen.has(fields.name)) {
      const words = { expected: 'a name that no other connection has', example: `${fields.name}-2` }
      mistakes.add([...path, 'name'], explain(words))
    }
    seen.add(fields.name)
  }
}

function checkReach({ path, fields }: Place, mistakes: Mistakes): void {
  const isAllowed = fields.allowInsecure === true || fields.allowInsecure === 'true'
  for (const key of ['url', 'browseUrl', 'issuer', 'jwksUrl']) {
    const url = fields[key]
    if (typeof url !== 'string' || isAllowed || !isInsecure(url)) continue
    const words = {
      expected: 'https, since this host is not this machine',
      example: 'https://… (or allowInsecure: true beside it)',
    }
    mistakes.add([...path, key], explain(words))
  }
  if (isGiven(fields, 'clientCertFile') !== isGiven(fields, 'clientKeyFile')) {
    const present = isGiven(fields, 'clientCertFile') ? 'clientCertFile' : 'clientKeyFile'
    const words = {
      expected: 'clientCertFile and clientKeyFile together',
      example: 'clientCertFile: client.pem, clientKeyFile: client-key.pem',
    }
    mistakes.add([...path, present], explain(words))
  }
}

function checkSoarAuth({ path, fields }: Place, mistakes: Mistakes): void {
  const ways = [['token'], ['user', 'password']]
  const example = `token: ${variable('SOAR_TOKEN')}`
  const fits = requireOneWay({ path, fields }, { ways, example }, mistakes)
  if (fits && isGiven(fields, 'authScheme') && !isGiven(fields, 'token')) {
    mistakes.add(
      [...path, 'authScheme'],
      explain({ expected: 'authScheme only beside a token', example: 'no authScheme' }),
    )
  }
}

function checkTicketAuth({ path, fields }: Place, mistakes: Mistakes): void {
  if (!isJsonObject(fields.auth)) return
  const place = { path: [...path, 'auth'], fields: fields.auth }
  if (fields.kind === 'jira') {
    const ways = [['email', 'token'], ['token'], ['user', 'password']]
    requireOneWay(place, { ways, example: `{ email: bot@acme.example, token: ${variable('JIRA_TOKEN')} }` }, mistakes)
  }
  if (fields.kind === 'servicenow') {
    const ways = [['user', 'password'], ['token']]
    requireOneWay(place, { ways, example: `{ user: soarbridge, password: ${variable('SNOW_PASSWORD')} }` }, mistakes)
  }
}

function checkWebhook({ path, fields }: Place, mistakes: Mistakes): void {
  if (!isJsonObject(fields.webhook)) return
  const place = { path: [...path, 'webhook'], fields: fields.webhook }
  const ways = [['secrets'], ['basic'], ['header']]
  const example = `secrets: ["${variable('JIRA_WEBHOOK_SECRET')}"]`
  requireOneWay(place, { ways, example }, mistakes)
  const { basic } = fields.webhook
  if (isJsonObject(basic) && !isGiven(basic, 'password')) {
    const words = { expected: 'a password or passwordFile', example: `password: ${variable('SNOW_PUSH_PASSWORD')}` }
    mistakes.add([...place.path, 'basic', 'password'], explain(words))
  }
}

function checkTarget({ path, fields }: Place, targets: Targets): void {
  if (typeof fields.soar !== 'string' || targets.soarNames.includes(fields.soar)) return
  addTargetMistake([...path, 'soar'], targets)
}

/** Containers are shared from one SOAR to another. */
function checkHome({ path, fields }: Place, targets: Targets): void {
  const { kind, from, soar } = fields
  if (kind !== 'soar' || typeof from !== 'string') return
  if (!targets.soarNames.includes(from)) return addTargetMistake([...path, 'from'], targets)
  if (from !== soar) return
  const words = { expected: 'another SOAR than soar', example: 'from: soar-west, soar: soar-east' }
  targets.mistakes.add([...path, 'from'], explain(words))
}

function addTargetMistake(path: FieldPath, { soarNames, mistakes }: Targets): void {
  const names = soarNames.filter(name => typeof name === 'string')
  const words = {
    expected:
      names.length === 0
        ? 'a connection under soar, and there is none'
        : `the name of a connection under soar, one of ${names.join(', ')}`,
    example: String(names[0] ?? 'soar: [{ name: soar, … }]'),
  }
  mistakes.add(path, explain(words))
}

/** What is given of all these fields must be one way, whole and alone. */
interface Ways {
  ways: readonly (readonly string[])[]
  example: string
}

function requireOneWay({ path, fields }: Place, { ways, example }: Ways, mistakes: Mistakes): boolean {
  const given = [...new Set(ways.flat())].filter(key => isGiven(fields, key))
  const fits = ways.some(way => way.length === given.length && way.every(key => given.includes(key)))
  const expected = `exactly one of: ${ways.map(way => way.join(' and ')).join('; ')}`
  if (!fits) mistakes.add(path, explain({ expected, example }))
  return fits
}

function isGiven(fields: JsonObject, key: string): boolean {
  return fields[key] !== undefined
}
