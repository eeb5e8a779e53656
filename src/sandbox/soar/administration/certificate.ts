import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { readNow } from '../instant'

/** PEM texts. */
export interface KeyPair {
  cert: string
  key: string
}

const YEAR_MS = 365 * 86_400_000
const DAY_MS = 86_400_000

/**
 * A certificate of its own for `host` and the loopback names, good for a year; it is its own authority, so that clients
 * trust it as a CA. Node makes keys but no certificates: this writes the few fields of X.509 (RFC 5280) itself.
 */
export function createCertificate(host: string): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = describeCertificate(host, spki)
  const der = sequence(body, ECDSA_SHA256, bitString(sign('sha256', body, privateKey)))
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function describeCertificate(host: string, spki: Buffer): Buffer {
  const now = Date.parse(readNow())
  const name = sequence(encode(0x31, sequence(oid('550403'), encode(0x0c, Buffer.from('SOAR sandbox')))))
  const serial = randomBytes(16)
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f)
  return sequence(
    encode(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_SHA256,
    name,
    sequence(utcTime(now - DAY_MS), utcTime(now + YEAR_MS)),
    name,
    spki,
    encode(0xa3, sequence(...listExtensions(host, createHash('sha1').update(spki).digest()))),
  )
}

/** What strict clients look for: that it may sign (for) itself, whose key it is, and for which names it stands. */
function listExtensions(host: string, keyId: Buffer): Buffer[] {
  const critical = encode(0x01, Buffer.from([0xff]))
  const names = [...new Set(['127.0.0.1', '::1', 'localhost', host])].map(encodeName)
  return [
    sequence(oid('551d13'), critical, octets(sequence(encode(0x01, Buffer.from([0xff]))))),
    sequence(oid('551d0f'), critical, octets(encode(0x03, Buffer.from([2, 0x84])))),
    sequence(oid('551d0e'), octets(octets(keyId))),
    sequence(oid('551d23'), octets(sequence(encode(0x80, keyId)))),
    sequence(oid('551d11'), octets(sequence(...names))),
  ]
}

function encodeName(name: string): Buffer {
  const family = isIP(name)
  if (family === 0) return encode(0x82, Buffer.from(name))
  return encode(0x87, family === 4 ? Buffer.from(name.split('.').map(Number)) : encodeIpv6(name))
}

function encodeIpv6(address: string): Buffer {
  const [head = [], tail = []] = address.split('::').map(half => half.split(':').filter(group => group !== ''))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return Buffer.from([...head, ...zeros, ...tail].map(group => group.padStart(4, '0')).join(''), 'hex')
}

/** One element of DER: its tag, how long it is, what it holds. */
function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => encode(0x30, ...parts)
const integer = (bytes: Buffer): Buffer => encode(0x02, bytes)
const octets = (bytes: Buffer): Buffer => encode(0x04, bytes)
const bitString = (bytes: Buffer): Buffer => encode(0x03, Buffer.from([0]), bytes)
const oid = (hex: string): Buffer => encode(0x06, Buffer.from(hex, 'hex'))

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, '')
  return encode(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
