import { createInstance, type Instance, type InstanceSettings } from './instance'
import { createLedger, type Ledger } from './ledger'
import { createMisbehavior, type Misbehavior } from './misbehavior'
import { type Courier, createCourier } from './push/courier'
import { createPusher, type Pusher, type PushSettings } from './push/pusher'
import { createRandom } from './random'
import { type Changes, createChanges } from './records/changes'

/** The parts of one sandbox, as its endpoints use them. */
export interface ServiceNow {
  instance: Instance
  ledger: Ledger
  pusher: Pusher
  courier: Courier
  changes: Changes
  misbehavior: Misbehavior
  /** Back to the state of the start. */
  reset(): Promise<void>
}

export interface ServiceNowSettings extends InstanceSettings {
  seed: number
  pushes: PushSettings[]
  shuffle: boolean
}

export function createServiceNow(settings: ServiceNowSettings): ServiceNow {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const instance = createInstance(settings)
  const ledger = createLedger(settings.now)
  const courier = createCourier({ ledger, random: luck, shuffle: settings.shuffle })
  const pusher = createPusher({ instance, courier, initial: settings.pushes })
  const misbehavior = createMisbehavior(luck, settings.now)
  return {
    instance,
    ledger,
    courier,
    pusher,
    misbehavior,
    changes: createChanges({ instance, ledger, pusher, random: ids }),
    reset: async () => {
      await courier.stop()
      misbehavior.clear()
      instance.clear()
      pusher.clear()
      ledger.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}
