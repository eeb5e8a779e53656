import { createLedger, type Ledger } from './ledger'
import { createRandom, createScenarios, type Scenarios } from './scenarios'
import { createWaits, type Waits } from './waits'

/** What stands between the wire and SOAR: what is written down, what goes wrong, what is waited for. */
export interface Stage {
  ledger: Ledger
  scenarios: Scenarios
  waits: Waits
}

export function createStage(seed: number): Stage {
  return { ledger: createLedger(), scenarios: createScenarios(createRandom(seed)), waits: createWaits() }
}
