import { createLoginThrottle } from '../../src/access/login-throttle'
import { createManualClock } from '../support/manual-clock'

function setUp() {
  const clock = createManualClock()
  return { clock, throttle: createLoginThrottle(clock, 2) }
}

test('a minute begins with the first failure', () => {
  const { clock, throttle } = setUp()
  const login = { account: 'ada', address: '192.0.2.1' }
  throttle.noteFailure(login)
  clock.advance(30_000)
  expect(throttle.heldUntil(login)).toBeNull()
  throttle.noteFailure(login)
  expect(throttle.heldUntil(login)).toBe(clock.now() + 30_000)
  clock.advance(30_000)
  expect(throttle.heldUntil(login)).toBeNull()
})

test('addresses of IPv6 count as one network, those of IPv4 each for itself', () => {
  const { throttle } = setUp()
  const from = (address: string) => ({ account: `to ${address}`, address })
  for (const address of ['2001:db8::1', '2001:db8:0:0:ffff::2', '192.0.2.1', '192.0.2.2'])
    throttle.noteFailure(from(address))
  expect(throttle.heldUntil(from('2001:db8::77'))).not.toBeNull()
  expect(throttle.heldUntil(from('2001:db8:0:1::1'))).toBeNull()
  expect(throttle.heldUntil(from('192.0.2.1'))).toBeNull()
})

test('whoever fails under ten thousand names takes no more memory: the oldest make room', () => {
  const { throttle } = setUp()
  const first = { account: 'first', address: '192.0.2.1' }
  throttle.noteFailure(first)
  throttle.noteFailure(first)
  for (let number = 0; number < 10_000; number += 1)
    throttle.noteFailure({ account: `name ${number}`, address: `2001:db8:${number.toString(16)}::1` })
  expect(throttle.heldUntil(first)).toBeNull()
})
