import type { Instance, InstanceState } from './instance'
import type { Courier } from './push/courier'
import type { Pusher, PushSettings } from './push/pusher'
import type { Random } from './random'
import { SetupError } from './stage/setup-error'
import type { Stage } from './stage/stage'
import type { System } from './stage/system'

export interface SystemParts {
  instance: Instance
  stage: Stage
  pusher: Pusher
  courier: Courier
  ids: Random
  luck: Random
}

interface ServiceNowState extends InstanceState {
  pushes: PushSettings[]
  /** How many identifiers were made. */
  drawn: number
}

/** ServiceNow as its control surface sees it. */
export function createServiceNowSystem({ instance, stage, pusher, courier, ids, luck }: SystemParts): System {
  const snapshot = (): ServiceNowState & Record<string, unknown> => ({
    ...instance.snapshot(),
    pushes: pusher.all(),
    drawn: ids.drawn(),
  })
  return {
    name: 'servicenow',
    snapshot,
    // The secrets of the rules are for the state file alone.
    show: () => ({
      ...snapshot(),
      pushes: pusher.all().map(({ secret: _, basic: _1, headers: _2, ...shown }) => shown),
      scenarios: stage.scenarios.active(),
      pending: courier.pending(),
    }),
    load: snapshot => {
      const { records, numbers, pushes, drawn } = snapshot as Partial<ServiceNowState>
      if (!records || !numbers) throw new SetupError('the state misses records or numbers')
      instance.load({ records, numbers })
      pusher.load(pushes ?? [])
      ids.rewind(drawn)
    },
    reset: async () => {
      await courier.stop()
      stage.reset()
      instance.clear()
      pusher.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}
