import { SetupError } from '../stage/setup-error'
import type { Stage } from '../stage/stage'
import type { System } from '../stage/system'
import { isObject } from './json'
import type { SoarState } from './options'
import { EMPTY_STATE, type Soar } from './soar'

/** SOAR as its control surface sees it. */
export function createSoarSystem(soar: Soar, stage: Stage, initial: SoarState = EMPTY_STATE): System {
  const snapshot = () => ({ ...soar.snapshot() })
  return {
    name: 'soar',
    snapshot,
    show: () => ({ ...snapshot(), scenarios: stage.scenarios.active() }),
    load: state => {
      if (!isState(state)) throw new SetupError('the state misses containers, artifacts or next')
      soar.load(state)
    },
    reset: () => {
      stage.reset()
      soar.load(initial)
    },
  }
}

function isState(state: object): state is SoarState {
  const { containers, artifacts, next } = state as Partial<SoarState>
  return Array.isArray(containers) && Array.isArray(artifacts) && isObject(next)
}
