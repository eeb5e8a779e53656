import { readSince } from '../../src/cli/since'

const read = readSince({ now: () => Date.parse('2026-11-22T10:30:00Z') })

test.each([
  ['30d', '2026-10-23T00:00:00.000Z'],
  ['0d', '2026-11-22T00:00:00.000Z'],
  ['2026-10-01', '2026-10-01T00:00:00.000Z'],
  ['2026-10-01T08:00Z', '2026-10-01T08:00:00.000Z'],
  ['2026-10-01T08:00:30+02:00', '2026-10-01T06:00:30.000Z'],
])('%s is understood', (text, since) => {
  expect(new Date(read(text)).toISOString()).toBe(since)
})

test.each(['yesterday', '30', '2026-13-01', '2026-10-01T08:00', ''])('%j is not', text => {
  expect(() => read(text)).toThrow('expected days')
})
