import type { Router } from 'express'
import type { SoarStage } from './soar-stage'
import { createControlRefusal, createControlRouter } from './stage/control'

/** `/_sandbox`: what every sandbox understands. */
export function createControl(stage: SoarStage): Router {
  return createControlRouter(stage, stage.keeper).use(createControlRefusal())
}
