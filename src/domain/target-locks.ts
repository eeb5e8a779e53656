/**
 * Runs at most one task per target at a time, in the order they came: two lanes on one container never interleave, and two
 * tickets make an observable once.
 */
export interface TargetLocks {
  run<Result>(target: string, task: () => Promise<Result>): Promise<Result>
}

export function createTargetLocks(): TargetLocks {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run: (target, task) => {
      const before = tails.get(target) ?? Promise.resolve()
      const mine = before.then(task, task)
      const settled = mine.catch(() => undefined)
      tails.set(target, settled)
      void settled.then(() => {
        if (tails.get(target) === settled) tails.delete(target)
      })
      return mine
    },
  }
}
