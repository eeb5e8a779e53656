import { SingleBar } from 'cli-progress'
import { printable } from '../table'

/** How far a long walk or upload is; nothing where nobody looks. */
export interface Progress {
  setTotal(total: number): void
  advance(): void
  /** So many in all; the words fill the bar's own. */
  reach(done: number, words?: Record<string, string>): void
  stop(): void
}

/** A bar on standard error, so that standard output stays a table. */
export function createProgress(
  what: string,
  isTerminal: boolean,
  says = '{value} of {total}, {eta_formatted} left',
): Progress {
  if (!isTerminal) return { setTotal() {}, advance() {}, reach() {}, stop() {} }
  const bar = new SingleBar({
    format: `${printable(what)} {bar} ${says}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    noTTYOutput: false,
  })
  let isStarted = false
  let done = 0
  const reach = (now: number, words = {}) => {
    done = now
    if (isStarted) bar.update(done, words)
  }
  return {
    reach,
    setTotal(total) {
      if (isStarted) return bar.setTotal(total)
      bar.start(total, done)
      isStarted = true
    },
    advance: () => reach(done + 1),
    stop() {
      if (isStarted) bar.stop()
    },
  }
}
