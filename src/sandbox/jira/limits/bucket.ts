/** A bucket of tokens that fills again with time. */
export interface Bucket {
  /** Takes one, or says in how many milliseconds there will be one. */
  take(nowMs: number): { left: number } | { waitMs: number }
}

export function createBucket(size: number, perSecond: number): Bucket {
  let left = size
  let filledAtMs: number | undefined
  return {
    take: nowMs => {
      const passedMs = Math.max(0, nowMs - (filledAtMs ?? nowMs))
      left = Math.min(size, left + (passedMs * perSecond) / 1000)
      filledAtMs = nowMs
      if (left < 1) return { waitMs: ((1 - left) * 1000) / perSecond }
      left -= 1
      return { left: Math.floor(left) }
    },
  }
}
