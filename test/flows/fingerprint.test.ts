import { sha256Hex } from '../../src/domain/ids'
import { copyFingerprintOf, fingerprintOf, knownFingerprints } from '../../src/flows/fingerprint'

const long = 'abcdefghij'.repeat(400)
/** As it was stored before more than 3,000 letters were read. */
const stored = sha256Hex(long.slice(0, 3000)).slice(0, 32)

test('up to 3,000 letters a text keeps the fingerprint that was stored of it before', () => {
  const short = long.slice(0, 3000)
  expect(fingerprintOf(`${short.slice(0, 9)} - ${short.slice(9)}`)).toBe(stored)
})

test('a change behind the first 3,000 letters shows, and one of blanks and markup does not', () => {
  expect(fingerprintOf(`${long} and more`)).not.toBe(fingerprintOf(long))
  expect(fingerprintOf(`{noformat}\n${long}.\n{noformat}`)).toBe(fingerprintOf(long))
})

test('a long text is known by what was stored of it before, and by the head of a copy that may be cut', () => {
  expect(knownFingerprints(fingerprintOf(long))).toContain(stored)
  const cut = `${long}${long}`
  expect(knownFingerprints(fingerprintOf(cut.slice(0, 6_000)))).toContain(copyFingerprintOf(cut))
  expect(knownFingerprints(fingerprintOf(`${long} and more`))).not.toContain(copyFingerprintOf(long))
})

test('the start of a long text is not the text', () => {
  expect(knownFingerprints(fingerprintOf(long.slice(0, 3000)))).not.toContain(copyFingerprintOf(long))
})

test('a mark at the end is no part of what a text says, with its brackets escaped neither', () => {
  const mark = `soarbridge:${'0'.repeat(26)}.0123456789ab`
  expect(fingerprintOf(`I agree\n[${mark}]`)).toBe(fingerprintOf('I agree'))
  expect(fingerprintOf(`I agree\n\\[${mark}\\]`)).toBe(fingerprintOf('I agree'))
})
