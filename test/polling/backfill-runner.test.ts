import { createBackfillRunner } from '../../src/polling/backfill-runner'
import { createManualClock } from '../support/manual-clock'
import { runTurns } from '../support/turns'

/** How often it looks within 55 s, in steps of half a second. */
async function looksOf(run: () => boolean, wakeAt: number[] = []): Promise<number> {
  const clock = createManualClock()
  let looks = 0
  const runner = createBackfillRunner({
    clock,
    run: async () => {
      looks += 1
      return run()
    },
  })
  runner.wake()
  for (let step = 0; step < 110; step += 1) {
    await runTurns()
    if (wakeAt.includes(step)) runner.wake()
    clock.advance(500)
  }
  await runner.stop()
  return looks
}

test('a history that cannot be read on is asked for less and less often, and soon after there is one more', async () => {
  const alone = await looksOf(() => true)
  expect(alone).toBeGreaterThan(8)
  expect(alone).toBeLessThan(16)
  const woken = await looksOf(() => true, [60])
  expect(woken).toBeGreaterThan(alone + 2)
})

test('where no history is left to read, it rests', async () => {
  expect(await looksOf(() => false)).toBe(1)
})
