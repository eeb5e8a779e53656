import { watchFailures } from '../src/bridge-states'
import { createManualClock } from './support/manual-clock'

test('a failed commit makes the bridge unready for ten seconds, and each further one for ten more', () => {
  const clock = createManualClock()
  let failures = 0
  const isFailing = watchFailures({ writeFailures: () => failures }, clock)
  expect(isFailing()).toBe(false)
  failures = 1
  expect(isFailing()).toBe(true)
  clock.advance(9_999)
  expect(isFailing()).toBe(true)
  failures = 2
  expect(isFailing()).toBe(true)
  clock.advance(10_000)
  expect(isFailing()).toBe(false)
})
