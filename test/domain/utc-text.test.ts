import { toUtcText } from '../../src/domain/utc-text'

test('a time is written in UTC, to the second', () => {
  expect(toUtcText(Date.parse('2026-01-02T03:04:05.678+02:00'))).toBe('2026-01-02 01:04:05')
})
