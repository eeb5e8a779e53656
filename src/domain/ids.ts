import { hash, randomFillSync } from 'node:crypto'
import type { Clock } from './clock'

export type NewId = () => string

/** Random bytes are fetched for this many ids at once. */
const idsOfPool = 512

/** UUIDs of version 7 (RFC 9562): they sort by creation, also within one millisecond of this source. */
export function createIdSource(clock: Pick<Clock, 'now'>): NewId {
  let lastMs = 0
  let sequence = 0
  const pool = Buffer.alloc(8 * idsOfPool)
  let poolAt = pool.length
  const randomTail = (): string => {
    if (poolAt === pool.length) {
      randomFillSync(pool)
      poolAt = 0
    }
    pool[poolAt] = ((pool[poolAt] ?? 0) & 0x3f) | 0x80
    poolAt += 8
    return pool.toString('hex', poolAt - 8, poolAt)
  }
  return () => {
    const now = clock.now()
    sequence = now > lastMs ? 0 : sequence + 1
    lastMs = Math.max(now, lastMs)
    if (sequence > 0xfff) {
      lastMs += 1
      sequence = 0
    }
    const time = lastMs.toString(16).padStart(12, '0')
    const order = sequence.toString(16).padStart(3, '0')
    const tail = randomTail()
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`
  }
}

export function sha256Hex(input: string | Buffer): string {
  return hash('sha256', input)
}
