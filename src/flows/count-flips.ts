import { sha256Hex } from '../domain/ids'
import { canonicalJson, type Json } from '../domain/json'
import type { FieldMerge } from '../mapping/merge-field'
import type { FieldSide, FieldWrite } from '../store/field-writes'

/** A value that came to one side and was not written there by the bridge. */
export interface SeenWrite {
  field: string
  side: FieldSide
  value: string
  /** `reaction`: at once back to what stood there before the bridge wrote, as automations do. */
  cause: 'person' | 'reaction'
}

export interface NextWrite {
  field: string
  merge: FieldMerge
  /** Last writes of the link, newest first. */
  writes: readonly FieldWrite[]
  now: number
  ticket: Json
  container: Json | undefined
}

/** So many writes to and fro may be a coincidence; with the next one it is a loop. */
const mostFlips = 5
const flipsWithinMs = 600_000
const reactionMs = 20_000

/** What brought the field out of balance; null where nothing did, or it is known already. */
export function seenWrite(next: NextWrite): SeenWrite | null {
  const { field, merge, writes, now } = next
  if (merge.to !== 'soar' && merge.to !== 'ticket') return null
  const side = merge.to === 'soar' ? 'ticket' : 'soar'
  const value = storedValue(side === 'ticket' ? next.ticket : (next.container ?? null))
  const [last, before] = writes.filter(write => write.field === field && write.side === side)
  if (last !== undefined && last.cause !== 'bridge' && last.value === value) return null
  const isReaction = last?.cause === 'bridge' && before?.value === value && now - last.at <= reactionMs
  return { field, side, value, cause: isReaction ? 'reaction' : 'person' }
}

/** Whether one more write goes on a ping-pong that nobody but the bridge and automations play. */
export function isOscillating({ field, writes, now }: NextWrite, seen: SeenWrite | null): boolean {
  if (seen?.cause === 'person') return false
  const lately = writes.filter(write => write.field === field && now - write.at <= flipsWithinMs)
  const byPerson = lately.findIndex(({ cause }) => cause === 'person')
  const flips = (byPerson < 0 ? lately : lately.slice(0, byPerson)).filter(({ cause }) => cause === 'bridge')
  return flips.length >= mostFlips
}

const longestStored = 200

/** As JSON; of a long value its hash. */
export function storedValue(value: Json): string {
  const text = canonicalJson(value)
  return text.length > longestStored ? `sha256:${sha256Hex(text)}` : text
}
