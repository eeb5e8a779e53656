import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until the condition holds; raises after `patienceMs` with what was waited for. */
export async function waitUntil(
  what: string,
  condition: () => Promise<boolean> | boolean,
  patienceMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still waiting after ${patienceMs} ms: ${what}`)
    await sleep(20)
  }
}
