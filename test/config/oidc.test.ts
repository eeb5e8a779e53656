import { type Config, loadConfig } from '../../src/config'
import { isBridgeError } from '../../src/errors'
import { type ConfigFolder, createConfigFolder } from '../support/config-folder'

let folder: ConfigFolder
beforeEach(() => {
  folder = createConfigFolder()
})
afterEach(() => folder.remove())

const issuer = 'issuer: "https://login.example.com/realms/soc/"'
const good = `${issuer}, audience: soarbridge, roles: { scripts: [bridge.viewer] }`
const keySet = (key: object) => JSON.stringify({ keys: [key] })
const publicKey = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }

function load(oidc: string): Config['access'] {
  return loadConfig({ file: folder.write('bridge.yaml', `access: { oidc: { ${oidc} } }`), env: {} }).access
}

function mistakeOf(oidc: string): string {
  try {
    load(oidc)
  } catch (error) {
    if (isBridgeError(error)) return error.mistakes.map(({ path, message }) => `${path} ${message}`).join('\n')
  }
  return ''
}

test('no access token is taken unless a provider is named', () => {
  const file = folder.write('bridge.yaml', 'access: { failedLoginsPerMinute: 5 }')
  expect(loadConfig({ file, env: {} }).access).toEqual({ failedLoginsPerMinute: 5, oidc: null })
})

test('a provider needs its issuer, an audience and a map of roles; the issuer stays as it is written', () => {
  expect(load(good).oidc).toEqual({
    issuer: 'https://login.example.com/realms/soc/',
    audience: 'soarbridge',
    roleClaim: 'roles',
    roles: { scripts: ['bridge.viewer'] },
    tenant: { name: 'default' },
    keys: { way: 'discovery' },
    clockToleranceSeconds: 30,
    timeoutSeconds: 5,
    ca: null,
    proxy: null,
  })
})

test('keys can lie in a file, and the tenant in a claim', () => {
  folder.write('keys.json', keySet(publicKey))
  const { oidc } = load(`${good}, jwksFile: keys.json, tenantClaim: org`)
  expect(oidc).toMatchObject({ keys: { way: 'file', keySet: { keys: [publicKey] } }, tenant: { claim: 'org' } })
})

test.each<[string, string, RegExp]>([
  ['an audience that is missing', `${issuer}, roles: { a: [bridge.viewer] }`, /access\.oidc\.audience expected a name/],
  ['no roles', `${issuer}, audience: a, roles: {}`, /access\.oidc\.roles expected a mapping of values/],
  ['a role that is none', `${issuer}, audience: a, roles: { a: [root] }`, /oidc\.roles\.a\[0\] expected one of bridge/],
  ['an issuer that anybody can play', `${good.replace('https', 'http')}`, /oidc\.issuer expected https, since/],
  ['keys that anybody can send', `${good}, jwksUrl: "http://login.example.com/k"`, /oidc\.jwksUrl expected https/],
  ['two tenants', `${good}, tenant: emea, tenantClaim: org`, /oidc\.tenantClaim expected either tenant or tenantClaim/],
  ['a tenant that is none', `${good}, tenant: EMEA`, /oidc\.tenant expected a name of small letters/],
])('%s is a mistake', (_title, oidc, told) => {
  expect(mistakeOf(oidc)).toMatch(told)
})

test.each<[string, string]>([
  ['is none', 'keys'],
  ['is empty', '{"keys":[]}'],
  ['holds a shared secret', keySet({ kty: 'oct', k: 'c2VjcmV0LWNhbmFyeQ' })],
  ['holds a private key', keySet({ ...publicKey, d: 'c2VjcmV0LWNhbmFyeQ' })],
])('a key set that %s is a mistake, and not repeated', (_title, text) => {
  folder.write('keys.json', text)
  const told = mistakeOf(`${good}, jwksFile: keys.json`)
  expect(told).toMatch(/access\.oidc\.jwksFile expected a file that holds a JSON Web Key Set of public keys/)
  expect(told).not.toContain('c2VjcmV0LWNhbmFyeQ')
})
