import type { Clock } from '../domain/clock'
import type { BackfillAnswer, BackfillDesk } from './backfill'
import type { Screen } from './screen'
import { createProgress } from './soar/progress'

export interface FollowParts {
  screen: Screen
  clock: Pick<Clock, 'now'>
  desk: BackfillDesk
}

const lookEveryMs = 250
const lineEveryMs = 2_000

/** Shows how far it is, a bar on a terminal and lines in a pipe; answers its end. */
export async function followBackfill({ screen, clock, desk }: FollowParts, started: BackfillAnswer) {
  const bar = createProgress(started.connection, screen.isTerminal, '{value} of {total}, {rate}/s, {left} left')
  const startedAt = clock.now()
  let toldAt = startedAt
  let answer = started
  try {
    while (answer.state === 'running') {
      await desk.pause(lookEveryMs)
      answer = await desk.read(answer.id)
      const pace = paceOf(answer, answer.read - started.read, clock.now() - startedAt)
      bar.setTotal(Math.max(answer.total ?? 0, answer.read))
      bar.reach(answer.read, pace)
      if (screen.isTerminal || clock.now() - toldAt < lineEveryMs) continue
      toldAt = clock.now()
      const { read, total } = answer
      screen.note(`${read} of ${total ?? 'an unknown number of'} tickets, ${pace.rate}/s, ${pace.left} left`)
    }
  } finally {
    bar.stop()
  }
  return answer
}

/** By what was seen: earlier runs had their own pace. */
function paceOf({ total, read }: BackfillAnswer, seen: number, ms: number): { rate: string; left: string } {
  const perSecond = ms > 0 ? (seen * 1000) / ms : 0
  if (total === null || perSecond === 0) return { rate: perSecond.toFixed(0), left: 'unknown time' }
  const seconds = Math.ceil(Math.max(0, total - read) / perSecond)
  return { rate: perSecond.toFixed(0), left: seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min` }
}
