import { jobTransitions } from '../../src/domain/job'
import type { OpenedOutbox, OutboxEngine, OutboxPromises } from './outbox/engine'
import { jobPromises } from './outbox/job-promises'
import { lanePromises } from './outbox/lane-promises'
import { operatorPromises } from './outbox/operator-promises'
import { workPromises } from './outbox/work-promises'

/** What `src/outbox/outbox.ts` promises, of every engine alike. */
export const outboxPromises: OutboxPromises = {
  ...lanePromises,
  ...jobPromises,
  ...operatorPromises,
  ...workPromises,
}

/** Holds one engine to every promise. */
export function describeOutbox(name: string, engine: OutboxEngine): void {
  describe(`the outbox on ${name}`, () => {
    test.each(Object.keys(outboxPromises))('%s', async promise => keepPromise(engine, promise))
  })
}

/** Raises where the engine does not keep the promise, or takes a step on the way that no job may take. */
export async function keepPromise(engine: OutboxEngine, promise: string): Promise<void> {
  const check = outboxPromises[promise]
  if (check === undefined) throw new Error(`there is no such promise: ${promise}`)
  const outbox = await engine.open()
  try {
    await check(outbox)
    await expectLegalSteps(outbox)
  } finally {
    await outbox.close()
  }
}

async function expectLegalSteps(outbox: OpenedOutbox): Promise<void> {
  const steps = await outbox.steps()
  expect(steps.filter(({ from, to }) => !jobTransitions[from].includes(to))).toEqual([])
}
