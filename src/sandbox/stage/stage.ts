import type { RequestHandler } from 'express'
import { CATALOG, type ScenarioFacts } from './catalog'
import { createLedger, type Ledger } from './ledger'
import { createMisbehavior } from './misbehave'
import { createScenarios, type Scenarios } from './scenarios'
import { createSkewedClock, type SkewedClock } from './skewed-clock'
import type { Voice } from './voice'
import { createWaits, type Waits } from './waits'

/** What stands between the wire and the system: what is written down, what goes wrong, what is waited for. */
export interface Stage {
  ledger: Ledger
  scenarios: Scenarios
  waits: Waits
  /** The time as the system believes it is. */
  clock: SkewedClock
  /** Every scenario that this sandbox knows. */
  catalog: Readonly<Record<string, ScenarioFacts>>
  /** To be placed before the system, behind whatever reads bodies. */
  misbehave: RequestHandler
  /** Calls off what is waited for, and forgets. */
  reset(): void
}

export interface StageParts {
  seed: number
  /** The machine's time, in milliseconds since the epoch. */
  now: () => number
  /** The system's own, where it has one already. */
  clock?: SkewedClock
  voice: Voice
  /** Scenarios that are active from the start, and after each reset. */
  initial: readonly unknown[]
}

/** Throws a `SetupError` for a scenario that does not exist. */
export function createStage({ seed, now, clock = createSkewedClock(now), voice, initial }: StageParts): Stage {
  const [ledger, waits] = [createLedger(now), createWaits()]
  const scenarios = createScenarios({ seed, now, own: voice.own, initial })
  return {
    ledger,
    scenarios,
    waits,
    clock,
    catalog: { ...CATALOG, ...voice.own },
    misbehave: createMisbehavior({ ledger, scenarios, waits, voice, clock }),
    reset: () => {
      waits.callOff()
      scenarios.reset()
      ledger.clear()
    },
  }
}
