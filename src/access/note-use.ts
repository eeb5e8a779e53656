import type { Clock } from '../domain/clock'

const noteEveryMs = 60_000

/** Tells a use at most once a minute and account; the stored time lags behind while its write waits. */
export function createUseNotes(
  { now }: Pick<Clock, 'now'>,
  noteUse: (id: string, at: number) => void,
): (account: { id: string; lastUsedAt: number | null }) => void {
  // One entry an account that was used.
  const notedAt = new Map<string, number>()
  return ({ id, lastUsedAt }) => {
    const at = now()
    if (at - Math.max(notedAt.get(id) ?? 0, lastUsedAt ?? 0) < noteEveryMs) return
    notedAt.set(id, at)
    noteUse(id, at)
  }
}
