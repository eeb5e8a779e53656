import { createAllowList, isAddressRange } from '../../src/access/ip-allow-list'

test.each<[string[], string, boolean]>([
  [[], '10.0.0.1', false],
  [['any'], '10.0.0.1', true],
  [['any'], 'unknown', true],
  [['10.0.0.1'], '10.0.0.1', true],
  [['10.0.0.1'], '10.0.0.2', false],
  [['10.0.0.0/8'], '10.255.255.255', true],
  [['10.0.0.0/8'], '11.0.0.0', false],
  [['10.1.2.3/8'], '10.9.9.9', true],
  [['0.0.0.0/0'], '8.8.8.8', true],
  [['0.0.0.0/0'], '2001:db8::1', false],
  [['10.0.0.0/8'], '::ffff:10.0.0.1', true],
  [['10.0.0.0/8'], '::ffff:a00:1', true],
  [['::ffff:10.0.0.0/104'], '10.0.0.1', true],
  [['::ffff:10.0.0.0/104'], '11.0.0.1', false],
  [['2001:db8::/32'], '2001:DB8:0::1', true],
  [['2001:db8::/32'], '2001:db9::1', false],
  [['fe80::/10'], 'fe80::1%eth0', true],
  [['192.0.2.1', '2001:db8::1'], '2001:db8::1', true],
  [['10.0.0.0/8'], '0x0a.0.0.1', false],
  [['10.0.0.0/8'], '10.1', false],
  [['10.0.0.0/8'], '', false],
  [['not a range'], '10.0.0.1', false],
])('with %j, %s is allowed: %s', (ranges, address, expected) => {
  expect(createAllowList(ranges)(address)).toBe(expected)
})

test.each(['any', '10.0.0.1', '10.0.0.0/0', '10.0.0.0/32', '::1', '::/0', '2001:db8::/128', '::ffff:1.2.3.4/96'])(
  '%s is a range',
  text => expect(isAddressRange(text)).toBe(true),
)

test.each([
  '',
  'ANY',
  '*',
  '10.0.0',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '::/129',
  '010.0.0.1',
  '1.2.3.4/ 8',
  'fe80::1%1/64',
  '::ffff:1.2.3.4/95',
  'example.com',
])('%j is no range', text => expect(isAddressRange(text)).toBe(false))
