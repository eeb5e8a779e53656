import { markerOf } from '../../src/domain/marker'
import { fingerprintOf, markerIn } from '../../src/flows/fingerprint'

const marker = markerOf('servicenow', 'x', 'note', '1')

test.each([
  ['of Jira Data Center', `Seen\n{anchor:soarbridge-${marker}}`],
  ['of a work note', `Seen\n\n[soarbridge:${marker}]\n`],
  ['of an entry that stands for a note', `Seen\n\n[soarbridge:${marker}.0123456789ab]`],
  ['of one that replaces it', `Seen\n\n[soarbridge:${marker}.0123456789ab.012345]`],
])('the mark %s is known at the end of a text, and is no part of what it says', (_, text) => {
  expect(markerIn(text)).toBe(marker)
  expect(fingerprintOf(text)).toBe(fingerprintOf('Seen'))
})

test('a mark in the middle of a text proves nothing', () => {
  expect(markerIn(`[soarbridge:${marker}] Seen`)).toBeNull()
  expect(markerIn(`Seen [soarbridge:${marker}.not-a-hash]`)).toBeNull()
})
