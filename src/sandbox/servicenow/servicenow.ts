import { createInstance, type Instance, type InstanceSettings } from './instance'
import { type Courier, createCourier } from './push/courier'
import { createPusher, type Pusher, type PushSettings } from './push/pusher'
import { createRandom } from './random'
import { type Changes, createChanges } from './records/changes'
import { createServiceNowSystem } from './servicenow-system'
import { createServiceNowVoice } from './servicenow-voice'
import { createSkewedClock } from './stage/skewed-clock'
import { createStage, type Stage } from './stage/stage'
import type { System } from './stage/system'

/** The parts of one sandbox, as its endpoints use them. */
export interface ServiceNow {
  instance: Instance
  stage: Stage
  pusher: Pusher
  courier: Courier
  changes: Changes
  system: System
}

export interface ServiceNowSettings extends InstanceSettings {
  seed: number
  pushes: PushSettings[]
  shuffle: boolean
  scenarios: readonly unknown[]
}

export function createServiceNow(settings: ServiceNowSettings): ServiceNow {
  const { seed, now } = settings
  const [ids, luck] = [createRandom(seed, 'ids'), createRandom(seed, 'luck')]
  const clock = createSkewedClock(now)
  const instance = createInstance({ ...settings, now: clock.now })
  const stage = createStage({ seed, now, clock, voice: createServiceNowVoice(clock.now), initial: settings.scenarios })
  const { ledger } = stage
  const courier = createCourier({ ledger, random: luck, shuffle: settings.shuffle })
  const pusher = createPusher({ instance, courier, initial: settings.pushes })
  return {
    instance,
    stage,
    courier,
    pusher,
    changes: createChanges({ instance, ledger, pusher, random: ids }),
    system: createServiceNowSystem({ instance, stage, pusher, courier, ids, luck }),
  }
}
