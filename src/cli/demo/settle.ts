import type { Clock } from '../../domain/clock'
import { BridgeError } from '../../errors'
import { askBridge, askJson, listIn } from './ask-json'
import type { Stage } from './stage'

const lookEveryMs = 75
const patienceMs = 30_000

export function pause(clock: Pick<Clock, 'after'>, ms: number): Promise<void> {
  return new Promise(resolve => void clock.after(ms, resolve))
}

/** Waits until every webhook was delivered and every stored delivery has reached SOAR. */
export async function settle(stage: Stage, clock: Clock): Promise<void> {
  await askJson(`${stage.jira.url}/_sandbox/idle`)
  await askJson(`${stage.servicenow.url}/_sandbox/idle`)
  await waitFor('everything to reach SOAR', clock, async () => {
    // Twice: between two lists a job may have changed from the one to the other.
    return (await countOpenWork(stage)) + (await countOpenWork(stage)) === 0
  })
}

export async function waitFor(what: string, clock: Clock, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = clock.now() + patienceMs
  while (!(await isSo())) {
    if (clock.now() > deadline) {
      throw new BridgeError('unavailable', `the demo waited ${patienceMs / 1000} s in vain for ${what}`, {
        code: 'demo-failed',
      })
    }
    await pause(clock, lookEveryMs)
  }
}

/** Receipts first: they turn into jobs. */
async function countOpenWork({ bridge }: Stage): Promise<number> {
  const lists = ['receipts?state=pending', 'jobs?state=waiting', 'jobs?state=sending', 'jobs?state=unknown']
  let count = 0
  for (const list of lists) count += listIn(await askBridge(bridge, `/v1/${list}`), 'items').length
  return count
}
