import { randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { sha256Hex } from '../domain/ids'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const idLength = 8
/** 256 bits in base 62. */
const secretLength = 43
const checksumLength = 6

const prefix = 'sbk_'
const shape = new RegExp(
  `^${prefix}([0-9A-Za-z]{${idLength}})_[0-9A-Za-z]{${secretLength}}_[0-9A-Za-z]{${checksumLength}}$`,
)

/** What is kept of a key; the token itself is shown once and never stored. */
export interface KeyDigest {
  /** Names the key in look-ups, logs and commands; no secret. */
  id: string
  /** SHA-256 of the whole token, hex. A plain hash will do for 256 random bits (ASVS 6.5.2). */
  digest: string
}

/**
 * A new API key: `sbk_<id, 8>_<256 random bits, 43>_<CRC-32, 6>`, all in base 62. The prefix lets secret scanners find
 * it, the checksum tells a typing mistake from a wrong key without a look-up.
 */
export function createKeyToken(): KeyDigest & { token: string } {
  const id = randomId()
  const body = `${prefix}${id}_${toBase62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength)}`
  const token = `${body}_${checksumOf(body)}`
  return { token, id, digest: sha256Hex(token) }
}

/** Tells keys from the other tokens that come as a Bearer. */
export function isKeyToken(text: string): boolean {
  return text.startsWith(prefix)
}

/** The key behind a token, or null where the text is none (shape or checksum). */
export function parseKeyToken(text: string): KeyDigest | null {
  const id = shape.exec(text)?.[1]
  if (id === undefined || !text.endsWith(`_${checksumOf(text.slice(0, -checksumLength - 1))}`)) return null
  return { id, digest: sha256Hex(text) }
}

/** In constant time for digests of one length. */
export function isSameDigest(one: string, other: string): boolean {
  const left = Buffer.from(one, 'utf8')
  const right = Buffer.from(other, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}

function randomId(): string {
  return toBase62(BigInt(`0x${randomBytes(16).toString('hex')}`), 22).slice(-idLength)
}

function checksumOf(body: string): string {
  return toBase62(BigInt(crc32(body)), checksumLength)
}

function toBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = `${digits[Number(rest % 62n)]}${text}`
  return text.padStart(length, '0')
}
