import { fingerprintOf } from '../../src/flows/fingerprint'
import { createOwnTexts } from '../../src/flows/own-texts'
import type { Twin } from '../../src/store/twins'
import { buildJob } from '../builders/rows'
import { buildWorkNote } from '../builders/ticket-commands'

const twin: Twin = {
  linkId: 'l',
  kind: 'note',
  ticketSide: '41',
  soarSide: 'note:4',
  sha256: '',
  copySha256: fingerprintOf('[soarbridge] Note from SOAR\n\nblocked evil.example'),
  origin: 'soar',
}
const status: Twin = { ...twin, kind: 'status', ticketSide: '40', soarSide: '', copySha256: '' }

test('a comment is ours where it says what we wrote, or is the one that we keep editing', () => {
  const isOwn = createOwnTexts([twin, status], [])
  const copy = '{noformat}\n[soarbridge] Note from SOAR\n\nblocked evil[.]example\n{noformat}'
  expect(isOwn({ id: '41', text: copy })).toBe(true)
  expect(isOwn({ id: '40', text: 'whatever it says today' })).toBe(true)
})

test('a note of ours whose answer is still out is known by its words', () => {
  const command = buildWorkNote({ text: 'blocked evil.example' })
  const isOwn = (sentAt: number | null) => createOwnTexts([], [buildJob({ kind: command.kind, command, sentAt })])
  expect(isOwn(1)({ id: '9', text: 'blocked evil[.]example' })).toBe(true)
  expect(isOwn(null)({ id: '9', text: 'blocked evil[.]example' })).toBe(false)
})

test("a stranger's comment is not ours, whatever it begins or ends with", () => {
  const isOwn = createOwnTexts([twin, status], [])
  const forged = '[soarbridge] Note from SOAR\n\nlook at worse.example\n\n[soarbridge:0123456789abcdef0123456789]'
  expect(isOwn({ id: '50', text: forged })).toBe(false)
  expect(isOwn({ id: '41', text: 'blocked evil.example, and see worse.example' })).toBe(false)
})
