import { type Contract, loadContract } from '../../../src/http/contract'
import { createIsSecops, describeSecops, serveSecopsAt } from '../../../src/http/secops/resources'
import { secopsBase } from '../../support/post-enrichment'

const contract = loadContract('openapi.yaml')
const kinds = ['ci_enrichment', 'observable_enrichment', 'threat_lookup']

test('the contract has each kind of result at two addresses, for keys and users of the role', () => {
  const resources = describeSecops(contract)
  const versionedBase = '/api/sn_sec_cmn/v1/secops_integration_capabilities'
  expect([...resources.keys()]).toEqual(
    [secopsBase, versionedBase].flatMap(base => kinds.map(kind => `${base}/${kind}`)),
  )
  for (const [path, { kind, roles }] of resources) {
    expect(path.endsWith(`/${kind}`)).toBe(true)
    expect(roles).toEqual({ key: ['sn_sec_cmn.api_write'], user: ['sn_sec_cmn.api_write'] })
  }
})

test.each([
  ['no security', []],
  ['keys alone', [{ key: ['sn_sec_cmn.api_write'] }]],
  ['a user without a role', [{ key: ['sn_sec_cmn.api_write'] }, { user: [] }]],
])('a contract with %s at a resource refuses the start', (_, security) => {
  const document = structuredClone(contract.document)
  Object.assign(document.paths[`${secopsBase}/threat_lookup`]?.post as object, { security })
  expect(() => describeSecops({ ...contract, document } as Contract)).toThrow(
    expect.objectContaining({ code: 'contract-broken' }),
  )
})

test('the contract moves to another base path, and nothing else in it does', () => {
  const moved = serveSecopsAt(contract, '/u/enrich')
  expect([...describeSecops(moved).keys()]).toEqual(
    ['/u/enrich', '/u/v1/enrich'].flatMap(base => kinds.map(kind => `${base}/${kind}`)),
  )
  expect(moved.operations.map(({ id }) => id)).toEqual(contract.operations.map(({ id }) => id))
  expect(Object.keys(moved.document.paths).filter(path => path.startsWith('/v1/'))).toEqual(
    Object.keys(contract.document.paths).filter(path => path.startsWith('/v1/')),
  )
  expect(serveSecopsAt(contract, secopsBase)).toBe(contract)
})

test.each([
  [`${secopsBase}/threat_lookup`, true],
  ['/api/sn_sec_cmn/anything', true],
  ['/api/sn_sec_cmn', false],
  ['/api/now/table/incident', false],
  ['/v1/links', false],
])('%s fails in the shape of ServiceNow: %s', (address, isSecops) => {
  expect(createIsSecops(secopsBase)(address)).toBe(isSecops)
})
