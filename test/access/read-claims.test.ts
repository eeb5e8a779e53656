import { type ClaimRules, readCaller } from '../../src/access/read-claims'

const rules: ClaimRules = {
  roleClaim: 'roles',
  roles: { scripts: ['sn_sec_cmn.api_write'], boss: ['bridge.admin', 'sn_sec_cmn.api_write'] },
  tenant: { name: 'default' },
}
const rolesOf = (claims: object, roleClaim = 'roles') =>
  readCaller({ sub: 'a', ...claims }, { ...rules, roleClaim })?.roles

test('roles stand in a list, in words, under a path, or under a name that holds dots', () => {
  const both = ['sn_sec_cmn.api_write', 'bridge.admin']
  expect(rolesOf({ roles: ['scripts', 'boss'] })).toEqual(both)
  expect(rolesOf({ scope: 'openid scripts boss' }, 'scope')).toEqual(both)
  expect(rolesOf({ realm_access: { roles: ['scripts'] } }, 'realm_access.roles')).toEqual(['sn_sec_cmn.api_write'])
  expect(rolesOf({ 'https://soc.example.com/roles': ['scripts'] }, 'https://soc.example.com/roles')).toHaveLength(1)
})

test.each<[string, object]>([
  ['no claim', {}],
  ['values that stand for nothing', { roles: ['cook', 'SCRIPTS', 'scripts '] }],
  ['a role of ours by its own name', { roles: ['bridge.admin'] }],
  ['names of every object', { roles: ['constructor', '__proto__', 'toString'] }],
  ['numbers, nothing and lists', { roles: [1, null, ['scripts']] }],
  ['a mapping', { roles: { scripts: true } }],
])('%s: the caller has no role', (_title, claims) => {
  expect(rolesOf(claims)).toEqual([])
})

test('a tenant comes from its claim, and never all of them', () => {
  const byClaim = (claims: object) => readCaller({ sub: 'a', ...claims }, { ...rules, tenant: { claim: 'org.tenant' } })
  expect(byClaim({ org: { tenant: 'emea' } })?.tenant).toBe('emea')
  for (const tenant of ['*', '', 'EMEA', 7, undefined, ['emea']]) expect(byClaim({ org: { tenant } })).toBeNull()
  expect(byClaim({})).toBeNull()
})
