import { DATE_PARTS } from '../../../../src/sandbox/soar/query/date-parts'

const instant = '2024-12-30T23:59:58.123456Z'

describe('a part of a time', () => {
  it.each([
    ['year', 2024],
    ['quarter', 4],
    ['month', 12],
    ['week', 1],
    ['day', 30],
    ['week_day', 2],
    ['hour', 23],
    ['minute', 59],
    ['second', 58],
    ['date', '2024-12-30T00:00:00.000000Z'],
  ])('%s', (name, expected) => {
    const part = DATE_PARTS.get(name)
    expect(part?.read(instant)).toBe(expected)
    expect(part?.read(null)).toBeNull()
  })

  it.each([
    ['1965-01-03T00:00:00.000000Z', 53, 1],
    ['2021-01-03T00:00:00.000000Z', 53, 1],
    ['2021-01-04T00:00:00.000000Z', 1, 2],
    ['2026-12-31T00:00:00.000000Z', 53, 5],
  ])('counts weeks and days of the week of %s', (time, week, weekDay) => {
    expect(DATE_PARTS.get('week')?.read(time)).toBe(week)
    expect(DATE_PARTS.get('week_day')?.read(time)).toBe(weekDay)
  })
})
