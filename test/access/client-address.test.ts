import { createClientAddress } from '../../src/access/client-address'

const proxies = ['10.0.0.0/8', '2001:db8::/32']

test.each<[string, string, string | undefined, string]>([
  ['no header', '203.0.113.7', undefined, '203.0.113.7'],
  ['a header from a stranger', '203.0.113.7', '127.0.0.1', '203.0.113.7'],
  ['one proxy', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['two proxies', '10.0.0.1', '203.0.113.7, 10.0.0.2', '203.0.113.7'],
  ['a forged hop left of the true one', '10.0.0.1', '127.0.0.1, 203.0.113.7', '203.0.113.7'],
  ['a trusted address forged left of the true one', '10.0.0.1', '10.0.0.9, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
  ['only proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['an unreadable hop', '10.0.0.1', '203.0.113.7, unknown', '10.0.0.1'],
  ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ['a mapped peer', '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['a mapped client', '10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
  ['ports', '10.0.0.1', '203.0.113.7:4711', '203.0.113.7'],
  ['an IPv6 client with a port', '2001:db8::1', '[2001:DB9::7]:4711', '2001:db9::7'],
  ['an IPv6 client', '10.0.0.1', '2001:db9::7', '2001:db9::7'],
])('%s', (_, peer, forwardedFor, expected) => {
  expect(createClientAddress(proxies)({ peer, forwardedFor })).toBe(expected)
})

test('without trusted proxies the header is not read', () => {
  expect(createClientAddress([])({ peer: '127.0.0.1', forwardedFor: '203.0.113.7' })).toBe('127.0.0.1')
})

test('a socket that is gone has no address', () => {
  expect(createClientAddress(proxies)({ peer: undefined, forwardedFor: '203.0.113.7' })).toBe('unknown')
})

test('a header of endless hops ends', () => {
  const forwardedFor = Array(100_000).fill('10.0.0.2').join(',')
  expect(createClientAddress(proxies)({ peer: '10.0.0.1', forwardedFor })).toBe('10.0.0.2')
})
