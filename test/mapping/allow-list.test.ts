import type { Observable } from '../../src/domain/observable'
import { createAllowList } from '../../src/mapping/allow-list'
import { parseObservableKey } from '../../src/mapping/observable-key'
import { rulesFrom } from '../builders/some-rules'

const own = rulesFrom(
  'observables: { ignore: { domains: [Acme.example], networks: [10.0.0.0/8, "2001:db8::/32", 203.0.113.7], emails: [Bot@evil.com] } }',
).observables

function observable(key: string): Observable {
  const parsed = parseObservableKey(key)
  if (parsed === undefined) throw new Error(`no key: ${key}`)
  return parsed
}

describe('the allow-list', () => {
  it.each([
    'domain:acme.example',
    'domain:mail.acme.example',
    'url:https://www.acme.example:8443/a?b=http://evil.com',
    'url:https://user:pw@acme.example/',
    'url:http://10.1.2.3/a',
    'url:http://[2001:db8::5]:80/a',
    'email:amy@acme.example',
    'email:amy@mail.acme.example',
    'email:bot@evil.com',
    'hostname:srv01.acme.example',
    'ipv4:10.255.0.1',
    'ipv4:203.0.113.7',
    'ipv6:2001:db8::1',
    'cidr:10.1.0.0/16',
    'cidr:10.0.0.0/8',
  ])('keeps out what is our own: %s', key => {
    expect(createAllowList(own).admits(observable(key))).toBe(false)
  })

  it.each([
    'domain:notacme.example',
    'domain:acme.example.evil.com',
    'url:https://evil.com/acme.example',
    'url:https://acme.example@evil.com/',
    'email:acme.example@evil.com',
    'ipv4:11.0.0.1',
    'ipv4:192.168.0.1',
    'ipv6:2001:db9::1',
    'cidr:10.0.0.0/7',
    'hostname:srv01',
    'hostname:12345',
    'username:acme.example',
    'md5:d41d8cd98f00b204e9800998ecf8427e',
  ])('lets in what is not: %s', key => {
    expect(createAllowList(own).admits(observable(key))).toBe(true)
  })

  it.each([
    'ipv4:192.168.0.1',
    'ipv4:127.0.0.1',
    'ipv4:100.64.0.1',
    'ipv6:fd00::1',
    'ipv6:fe80::1',
    'cidr:172.16.0.0/12',
  ])('keeps out private addresses where the rules say so: %s', key => {
    const noPrivate = rulesFrom('observables: { ignorePrivate: true }').observables
    expect(createAllowList(noPrivate).admits(observable(key))).toBe(false)
    expect(createAllowList(noPrivate).admits(observable('ipv4:203.0.113.7'))).toBe(true)
    expect(createAllowList(rulesFrom().observables).admits(observable(key))).toBe(true)
  })
})
