import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from './clock'

export type NewId = () => string

/** UUIDs of version 7 (RFC 9562): they sort by creation, also within one millisecond of this source. */
export function createIdSource(clock: Pick<Clock, 'now'>): NewId {
  let lastMs = 0
  let sequence = 0
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
    const random = randomBytes(8)
    random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
    const tail = random.toString('hex')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`
  }
}

export function sha256Hex(input: string | Buffer): string {
  return createHash('sha256').update(input).digest('hex')
}
