import { createStage, type Stage } from '../stage/stage'
import { createStateKeeper, type StateKeeper } from '../stage/state-keeper'
import { readMachineTime, soarClock } from './instant'
import type { SoarSandboxOptions } from './options'
import type { Soar } from './soar'
import { createSoarSystem } from './soar-system'
import { soarVoice } from './soar-voice'

/** What stands before this SOAR, and where its state comes from and goes to. */
export interface SoarStage extends Stage {
  keeper: StateKeeper
}

/** Throws a `SetupError` for a scenario or a state that cannot be used. */
export function createSoarStage(soar: Soar, options: SoarSandboxOptions): SoarStage {
  const { seed } = soar.switches
  const initial = options.scenarios ?? []
  const stage = createStage({ seed, now: readMachineTime, clock: soarClock, voice: soarVoice, initial })
  return { ...stage, keeper: createStateKeeper(createSoarSystem(soar, stage, options.state), options) }
}
