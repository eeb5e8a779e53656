import { createInstance, type Instance, type InstanceSettings } from './instance'
import { type Courier, createCourier } from './push/courier'
import { createPusher, type Pusher, type PushSettings } from './push/pusher'
import { createRandom } from './random'
import { type Changes, createChanges } from './records/changes'
import { createServiceNowStage, type ServiceNowStageSettings } from './servicenow-stage'
import { createServiceNowSystem } from './servicenow-system'

/** The parts of one sandbox, as its endpoints use them. */
export interface ServiceNow {
  instance: Instance
  stage: ReturnType<typeof createServiceNowStage>
  pusher: Pusher
  courier: Courier
  changes: Changes
  system: ReturnType<typeof createServiceNowSystem>
}

export interface ServiceNowSettings extends InstanceSettings, ServiceNowStageSettings {
  pushes: PushSettings[]
  shuffle: boolean
}

export function createServiceNow(settings: ServiceNowSettings): ServiceNow {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const stage = createServiceNowStage(settings)
  const { ledger, clock } = stage
  const instance = createInstance({ ...settings, now: clock.now })
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
