import type { Ledger } from '../../stage/ledger'
import type { Random } from '../../stage/random'
import type { Instance } from '../instance'
import { type Courier, createCourier } from './courier'
import { createPusher, type Pusher, type PushSettings } from './pusher'

/** Business rules, and who carries what they send. */
export interface Pushing {
  pusher: Pusher
  courier: Courier
}

export interface PushingSettings {
  pushes: PushSettings[]
  shuffle: boolean
}

export function createPushing(
  { instance, ledger, random }: { instance: Instance; ledger: Ledger; random: Random },
  { pushes, shuffle }: PushingSettings,
): Pushing {
  const courier = createCourier({ ledger, random, shuffle })
  return { courier, pusher: createPusher({ instance, courier, initial: pushes }) }
}
