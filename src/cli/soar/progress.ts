import { SingleBar } from 'cli-progress'
import { printable } from '../table'

/** How far a long walk or upload is; nothing where nobody looks. */
export interface Progress {
  setTotal(total: number): void
  advance(): void
  stop(): void
}

/** A bar on standard error, so that standard output stays a table. */
export function createProgress(what: string, isTerminal: boolean): Progress {
  if (!isTerminal) return { setTotal() {}, advance() {}, stop() {} }
  const bar = new SingleBar({
    format: `${printable(what)} {bar} {value} of {total}, {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    noTTYOutput: false,
  })
  let isStarted = false
  let done = 0
  return {
    setTotal(total) {
      if (isStarted) return bar.setTotal(total)
      bar.start(total, done)
      isStarted = true
    },
    advance() {
      done += 1
      if (isStarted) bar.update(done)
    },
    stop() {
      if (isStarted) bar.stop()
    },
  }
}
