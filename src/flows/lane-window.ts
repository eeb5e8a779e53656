import type { Database } from '../store/database'
import { busyLanes } from '../store/lane-states'

export interface WindowParts {
  db: Pick<Database, 'read'>
  /** Lanes that may be under way at the same time. */
  lanesAtOnce: number
  /** Others wait for a free worker, or for the disk: they come first. */
  isCrowded(): boolean
  /** Work can be done now; where it cannot, waiting costs nobody anything. */
  isOpen(): boolean
  isStopping(): boolean
  now(): number
  pause(ms: number): Promise<void>
}

/** Keeps the number of lanes under way small. */
export interface LaneWindow {
  add(lane: string): void
  /** Until there is room for one more and nobody else waits; at once where the bridge stops. */
  untilFree(): Promise<void>
  untilEmpty(): Promise<void>
}

const lookEveryMs = 20
const pausedLookEveryMs = 500
/** A lane that does not get through must not hold up the others. */
const patienceMs = 60_000

export function createLaneWindow(parts: WindowParts): LaneWindow {
  const { db, lanesAtOnce, isCrowded, isOpen, isStopping, now, pause } = parts
  const addedAt = new Map<string, number>()
  const letGo = async () => {
    if (addedAt.size === 0) return
    const busy = await busyLanes(db.read, [...addedAt.keys()], now())
    for (const [lane, at] of addedAt) {
      const isStuck = isOpen() && now() - at > patienceMs
      if (!busy.has(lane) || isStuck) addedAt.delete(lane)
    }
  }
  const waitWhile = async (isFull: () => boolean) => {
    while (isFull() && !isStopping()) {
      await letGo()
      if (isFull()) await pause(isOpen() ? lookEveryMs : pausedLookEveryMs)
    }
  }
  return {
    add: lane => void addedAt.set(lane, now()),
    untilFree: () => waitWhile(() => addedAt.size >= lanesAtOnce || isCrowded()),
    untilEmpty: () => waitWhile(() => addedAt.size > 0),
  }
}
