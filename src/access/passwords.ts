import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../domain/clock'
import { BridgeError } from '../errors'

/** Hashes take memory and a core by design: more at once would hand both to whoever asks often enough. */
const mostAtOnce = 2
const retryAfterMs = 1_000

interface Cost {
  /** CPU and memory: 128 · n · r bytes. */
  n: number
  r: number
  p: number
}

/** 32 MiB and three rounds, one of OWASP's equal choices for scrypt; stored with each hash, so that it can be raised. */
const cost: Cost = { n: 2 ** 15, r: 8, p: 3 }
const hashBytes = 32
const saltBytes = 16
/** What a stored hash may ask for at most. */
const maxmem = 128 * 1024 * 1024

export interface Passwords {
  /** What is stored: `scrypt$n$r$p$salt$hash`. Raises `unavailable` (code `overloaded`) while two others are hashed. */
  hash(password: string): Promise<string>
  /** Against what is stored; raises as `hash` does. Null stands for a user that does not exist, and costs the same. */
  isRight(password: string, stored: string | null): Promise<boolean>
}

export function createPasswords({ now }: Pick<Clock, 'now'>): Passwords {
  let running = 0
  const run = async (password: string, salt: Buffer, by: Cost): Promise<Buffer> => {
    if (running >= mostAtOnce) throw tooBusy(now() + retryAfterMs)
    running += 1
    try {
      return await derive(password, salt, by)
    } finally {
      running -= 1
    }
  }
  const nobody = encode(cost, randomBytes(saltBytes), randomBytes(hashBytes))
  return {
    hash: async password => {
      const salt = randomBytes(saltBytes)
      return encode(cost, salt, await run(password, salt, cost))
    },
    isRight: async (password, stored) => {
      const known = decode(stored ?? nobody)
      const hash = await run(password, known.salt, known.cost)
      return hash.length === known.hash.length && timingSafeEqual(hash, known.hash)
    },
  }
}

/** One spelling for characters that can be typed in two ways. */
function derive(password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, hashBytes, { N: n, r, p, maxmem }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}

function encode({ n, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', n, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function decode(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [, n, r, p, salt = '', hash = ''] = stored.split('$')
  return {
    cost: { n: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

function tooBusy(retryAt: number): BridgeError {
  return new BridgeError('unavailable', 'too many passwords are being checked; come back in a second', {
    code: 'overloaded',
    retryAt,
  })
}
