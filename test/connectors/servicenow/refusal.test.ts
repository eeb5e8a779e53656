import { failureOfStatus } from '../../../src/connectors/http-client'
import { explainRefusal, withServiceNowLimits } from '../../../src/connectors/servicenow/refusal'

const now = Date.UTC(2026, 4, 1, 8)
const inMinutes = (minutes: number) => now + minutes * 60_000
const limited = withServiceNowLimits(failureOfStatus)
const retryAtOf = (headers: Record<string, string>) => limited(429, headers, now).retryAt

test('a 429 that tells only when its hour is over makes us wait until then', () => {
  expect(retryAtOf({ 'x-ratelimit-reset': String(inMinutes(10) / 1000) })).toBe(inMinutes(10))
  expect(retryAtOf({ 'x-ratelimit-reset': String(inMinutes(10) / 1000), 'retry-after': '60' })).toBe(inMinutes(1))
  expect(retryAtOf({ 'x-ratelimit-reset': String(inMinutes(600) / 1000) })).toBe(inMinutes(60))
  expect(retryAtOf({ 'x-ratelimit-reset': '1' })).toBe(now + 1_000)
})

test.each(['soon', '', '0', '-5'])('a reset of %p tells nothing', reset => {
  expect(retryAtOf({ 'x-ratelimit-reset': reset })).toBeUndefined()
})

test('other statuses take no pause from it', () => {
  const failure = limited(500, { 'x-ratelimit-reset': String(inMinutes(10) / 1000) }, now)
  expect(failure).toMatchObject({ code: 'server-error', retryAt: undefined })
})

test.each([
  [403, { error: { message: 'Insufficient rights', detail: null } }],
  [403, { error: 'invalid_token', error_description: 'aborted' }],
  [403, '<html>Data Policy Exception</html>'],
  [403, undefined],
  [500, { error: { message: 'Data Policy Exception', detail: null } }],
])('%i with %j is no refusal of this one write', (status, body) => {
  expect(explainRefusal({ status, headers: {}, body, text: '' })).toBeNull()
})
