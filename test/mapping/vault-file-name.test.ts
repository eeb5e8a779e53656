import { vaultFileName } from '../../src/mapping/vault-file-name'

test.each([
  ['report.pdf', 'm-report.pdf'],
  ['Übersicht (1).xlsx', 'm-Übersicht _1_.xlsx'],
  ['../../etc/passwd', 'm-.._.._etc_passwd'],
  ['a\u0000b\r\n"c".txt', 'm-a_b___c_.txt'],
  ['', 'm-'],
])('%j stands in the vault as %j', (name, expected) => {
  expect(vaultFileName('m', name)).toBe(expected)
})

test('a long name is cut in front of its extension, and never within a character', () => {
  expect(vaultFileName('m', `${'x'.repeat(400)}.json`)).toBe(`m-${'x'.repeat(248)}.json`)
  expect(Array.from(vaultFileName('m', '𐐀'.repeat(400)))).toHaveLength(255)
  expect(vaultFileName('m', `a.${'y'.repeat(100_000)}`)).toHaveLength(255)
})
