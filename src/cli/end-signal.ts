import type { Clock } from '../domain/clock'

/** npm passes a Ctrl-C on, which the terminal has sent already: so close together, two signals are one. */
const sameSignalMs = 300

/** Resolves with the first signal that asks to end; a second one ends the process at once. */
export function untilEndSignal(clock: Pick<Clock, 'now'>): Promise<string> {
  return new Promise(resolve => {
    let firstAt: number | undefined
    const hear = (signal: NodeJS.Signals) => {
      if (firstAt !== undefined && clock.now() - firstAt >= sameSignalMs) process.exit(1)
      firstAt ??= clock.now()
      resolve(signal)
    }
    process.on('SIGTERM', hear)
    process.on('SIGINT', hear)
  })
}
