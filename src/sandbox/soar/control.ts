import type { Router } from 'express'
import { createControlRouter, refuseControl } from './stage/control'
import type { Stage } from './stage/stage'
import type { StateKeeper } from './stage/state-keeper'

/** `/_sandbox`: what every sandbox understands. */
export function createControl(stage: Stage, keeper: StateKeeper): Router {
  return createControlRouter(stage, keeper).use(refuseControl)
}
