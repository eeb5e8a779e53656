import { readTime } from '../../src/mapping/read-time'

describe('a time', () => {
  it.each([
    ['2024-05-01T10:20:30.400+0200', '2024-05-01T08:20:30.400Z'],
    ['2024-05-01T10:20:30.4-07:30', '2024-05-01T17:50:30.400Z'],
    ['2024-05-01T10:20:30Z', '2024-05-01T10:20:30.000Z'],
    ['2024-05-01 10:20:30', '2024-05-01T10:20:30.000Z'],
    ['2024-05-01 10:20', '2024-05-01T10:20:00.000Z'],
    ['2024-02-29T23:59:59.999999Z', '2024-02-29T23:59:59.999Z'],
  ])('%s is %s in UTC', (text, expected) => {
    expect(readTime(text, 'end-of-day')).toBe(expected)
  })

  it('is the end or the start of the day where there is only a date', () => {
    expect(readTime('2024-05-01', 'end-of-day')).toBe('2024-05-01T23:59:59.000Z')
    expect(readTime('2024-05-01', 'start-of-day')).toBe('2024-05-01T00:00:00.000Z')
  })

  it.each([
    '',
    'tomorrow',
    '2024-02-30',
    '2024-13-01',
    '2024-05-01 25:00:00',
    '01/05/2024',
    '2024-05-01T10:20:30+1',
    ` ${'0'.repeat(99)}`,
  ])('is none where there is no such: %j', text => {
    expect(readTime(text, 'end-of-day')).toBeNull()
  })
})
