import type { Refusal } from './rate-limiter'

/** How often each issue was written of late. */
export interface WriteWindows {
  spend(issueId: string, nowMs: number): Refusal | undefined
}

const WINDOWS = [
  { limit: 20, spanMs: 2000 },
  { limit: 100, spanMs: 30_000 },
]
const LONGEST_MS = 30_000

export function createWriteWindows(): WriteWindows {
  const writes = new Map<string, number[]>()
  return {
    spend: (issueId, nowMs) => {
      const recent = (writes.get(issueId) ?? []).filter(atMs => atMs > nowMs - LONGEST_MS)
      writes.set(issueId, recent)
      for (const { limit, spanMs } of WINDOWS) {
        const within = recent.filter(atMs => atMs > nowMs - spanMs)
        const [oldest = nowMs] = within
        if (within.length >= limit) {
          return { reason: 'jira-per-issue-on-write', limit, waitMs: oldest + spanMs - nowMs }
        }
      }
      recent.push(nowMs)
      return undefined
    },
  }
}
