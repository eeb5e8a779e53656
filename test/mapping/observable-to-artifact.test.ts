import { observableTypes } from '../../src/domain/observable'
import { artifactOf } from '../../src/mapping/observable-to-artifact'
import { aTicket } from '../builders/a-ticket'
import { rulesFrom } from '../builders/some-rules'

const rules = rulesFrom()

describe('the artifact of an observable', () => {
  it('bears its value under the standard CEF key, with the types that offer actions', () => {
    expect(artifactOf({ type: 'ipv4', value: '203.0.113.7' }, aTicket(), rules)).toEqual({
      sourceDataIdentifier: 'soarbridge:jira:10042:ipv4:fec52565aa0cf18f57d7cf5b3ac72850',
      name: 'ipv4: 203.0.113.7',
      label: 'observable',
      tags: [],
      cef: { sourceAddress: '203.0.113.7' },
      cefTypes: { sourceAddress: ['ip'] },
    })
  })

  it('has one key and its types for every type of observable', () => {
    const keys = observableTypes.map(type => {
      const { cef, cefTypes } = artifactOf({ type, value: 'x' }, aTicket(), rules)
      expect(Object.keys(cefTypes)).toEqual(Object.keys(cef))
      return [type, Object.keys(cef)[0], Object.values(cefTypes)[0]?.[0]]
    })
    expect(keys).toEqual([
      ['ipv4', 'sourceAddress', 'ip'],
      ['ipv6', 'sourceAddress', 'ipv6'],
      ['cidr', 'cidr', 'cidr'],
      ['domain', 'destinationDnsDomain', 'domain'],
      ['url', 'requestURL', 'url'],
      ['email', 'emailAddress', 'email'],
      ['md5', 'fileHashMd5', 'md5'],
      ['sha1', 'fileHashSha1', 'sha1'],
      ['sha256', 'fileHashSha256', 'sha256'],
      ['cve', 'cve', 'cve'],
      ['hostname', 'sourceHostName', 'host name'],
      ['username', 'sourceUserName', 'user name'],
    ])
  })

  it('takes its CEF key and its label from the rules', () => {
    const own = rulesFrom('observables: { cef: { ipv4: destinationAddress }, label: indicator }')
    const artifact = artifactOf({ type: 'ipv4', value: '203.0.113.7' }, aTicket(), own)
    expect(artifact.cef).toEqual({ destinationAddress: '203.0.113.7' })
    expect(artifact.cefTypes).toEqual({ destinationAddress: ['ip'] })
    expect(artifact.label).toBe('indicator')
  })

  it('is the same whatever else is known of the ticket', () => {
    const observable = { type: 'domain' as const, value: 'evil.com' }
    const later = aTicket({ key: 'OPS-7', version: { at: 2 }, fields: { summary: 'moved' } })
    expect(artifactOf(observable, later, rules)).toEqual(artifactOf(observable, aTicket(), rules))
  })

  it('has an identifier of its own for each ticket, type and value', () => {
    const a = artifactOf({ type: 'domain', value: 'evil.com' }, aTicket(), rules)
    const b = artifactOf({ type: 'hostname', value: 'evil.com' }, aTicket(), rules)
    const c = artifactOf({ type: 'domain', value: 'evil.com' }, aTicket({ id: '10043' }), rules)
    expect(new Set([a, b, c].map(artifact => artifact.sourceDataIdentifier)).size).toBe(3)
  })
})
