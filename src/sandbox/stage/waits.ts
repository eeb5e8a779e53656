import { setTimeout as sleep } from 'node:timers/promises'

/** Waiting that a reset or a close calls off, so that nothing of one test reaches into the next. */
export interface Waits {
  /** False where the wait was called off. */
  wait(ms: number): Promise<boolean>
  callOff(): void
}

export function createWaits(): Waits {
  let controller = new AbortController()
  return {
    async wait(ms) {
      const { signal } = controller
      try {
        await sleep(ms, undefined, { signal })
      } catch {
        return false
      }
      return true
    },
    callOff() {
      controller.abort()
      controller = new AbortController()
    },
  }
}
