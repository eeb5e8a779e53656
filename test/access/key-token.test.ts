import { createKeyToken, isSameDigest, parseKeyToken } from '../../src/access/key-token'
import { sha256Hex } from '../../src/domain/ids'

test('a new token has its shape and parses to its own id and digest', () => {
  const { token, id, digest } = createKeyToken()
  expect(token).toMatch(/^sbk_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
  expect(parseKeyToken(token)).toEqual({ id, digest })
  expect(digest).toBe(sha256Hex(token))
  expect(token.split('_')[1]).toBe(id)
})

test('no two tokens share an id, a secret or a digest', () => {
  const tokens = Array.from({ length: 500 }, createKeyToken)
  for (const part of ['id', 'token', 'digest'] as const) expect(new Set(tokens.map(key => key[part])).size).toBe(500)
})

test('every single wrong character is noticed by the checksum', () => {
  const { token } = createKeyToken()
  for (let at = 0; at < token.length; at += 1) {
    const wrong = token[at] === 'a' ? 'b' : 'a'
    expect(parseKeyToken(`${token.slice(0, at)}${wrong}${token.slice(at + 1)}`)).toBeNull()
  }
})

test.each([
  ['nothing', () => ''],
  ['null', () => 'null'],
  ['a trailing space', (token: string) => `${token} `],
  ['a trailing line break', (token: string) => `${token}\n`],
  ['a leading space', (token: string) => ` ${token}`],
  ['a missing end', (token: string) => token.slice(0, -1)],
  ['the same twice', (token: string) => token + token],
  ['another prefix', (token: string) => token.replace('sbk_', 'sbx_')],
  ['full-width digits', (token: string) => token.replace(/^sbk_./, 'sbk_１')],
  ['a megabyte', () => `sbk_${'a'.repeat(1_000_000)}`],
])('%s is no token', (_, change) => {
  expect(parseKeyToken(change(createKeyToken().token))).toBeNull()
})

test('the checksum of a known token stays what it is', () => {
  // CRC-32 (zlib) of the body in base 62; keys in the field depend on it.
  const token = `sbk_Abcdef01_${'0123456789'.repeat(4)}abc_3G0Sf9`
  expect(parseKeyToken(token)).toEqual({ id: 'Abcdef01', digest: sha256Hex(token) })
})

test('digests are compared without raising on another length', () => {
  const digest = sha256Hex('a')
  expect(isSameDigest(digest, sha256Hex('a'))).toBe(true)
  expect(isSameDigest(digest, sha256Hex('b'))).toBe(false)
  expect(isSameDigest(digest, digest.slice(1))).toBe(false)
  expect(isSameDigest(digest, '')).toBe(false)
})
