import { markerOf } from '../../src/domain/marker'

test('the same parts make the same marker, and others another one', () => {
  expect(markerOf('jira', '10001')).toBe(markerOf('jira', '10001'))
  expect(markerOf('jira', '10002')).not.toBe(markerOf('jira', '10001'))
  expect(markerOf('jira1', '0001')).not.toBe(markerOf('jira', '10001'))
})

test('a marker can stand in a query and in markup as it is', () => {
  expect(markerOf('^OR', '{noformat}')).toMatch(/^[0-9a-f]{26}$/)
})
