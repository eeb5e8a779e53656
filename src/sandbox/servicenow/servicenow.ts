import { createInstance, type Instance, type InstanceSettings } from './instance'
import { createLedger, type Ledger } from './ledger'
import { createLimiter, type Limiter } from './limiter'
import { createMisbehavior, type Misbehavior } from './misbehavior'
import { createPushing, type Pushing, type PushingSettings } from './push/pushing'
import { createRandom } from './random'
import { createRecords, type Records } from './records/records'
import { createSwitchboard, type Switchboard, type Switches } from './switches'
import { createTokens, type OAuthClient, type Tokens } from './tokens'

/** The parts of one sandbox, as its endpoints use them. */
export interface ServiceNow extends Pushing, Records {
  instance: Instance
  ledger: Ledger
  misbehavior: Misbehavior
  switches: Switchboard
  tokens: Tokens
  limiter: Limiter
  /** Back to the state of the start. */
  reset(): Promise<void>
}

export interface ServiceNowSettings extends InstanceSettings, PushingSettings {
  seed: number
  switches: Partial<Switches>
  client: OAuthClient
}

export function createServiceNow(settings: ServiceNowSettings): ServiceNow {
  const { seed, now } = settings
  const ids = createRandom(seed, 'ids')
  const luck = createRandom(seed, 'luck')
  const secrets = createRandom(seed, 'tokens')
  const instance = createInstance(settings)
  const ledger = createLedger(now)
  const switches = createSwitchboard(settings.switches)
  const pushing = createPushing({ instance, ledger, random: luck }, settings)
  const misbehavior = createMisbehavior(luck, now)
  const tokens = createTokens({ client: settings.client, random: secrets, switches, now })
  const limiter = createLimiter(switches, now)
  return {
    ...{ instance, ledger, misbehavior, switches, tokens, limiter },
    ...pushing,
    ...createRecords({ instance, ledger, switches, pusher: pushing.pusher, random: ids }),
    reset: async () => {
      await pushing.courier.stop()
      for (const part of [misbehavior, instance, pushing.pusher, ledger, switches, tokens, limiter]) part.clear()
      for (const stream of [ids, luck, secrets]) stream.rewind()
    },
  }
}
