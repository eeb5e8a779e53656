import { createRandom } from '../stage/random'
import { createInstance, type Instance, type InstanceSettings } from './instance'
import { createLimiter, type Limiter } from './limiter'
import { createPushing, type Pushing, type PushingSettings } from './push/pushing'
import { createRecords, type Records } from './records/records'
import { createServiceNowStage, type ServiceNowStageSettings } from './servicenow-stage'
import { createServiceNowSystem } from './servicenow-system'
import { createSwitchboard, type Switchboard, type Switches } from './switches'
import { createTokens, type OAuthClient, type Tokens } from './tokens'

/** The parts of one sandbox, as its endpoints use them. */
export interface ServiceNow extends Pushing, Records {
  instance: Instance
  stage: ReturnType<typeof createServiceNowStage>
  ledger: ReturnType<typeof createServiceNowStage>['ledger']
  system: ReturnType<typeof createServiceNowSystem>
  switches: Switchboard
  tokens: Tokens
  limiter: Limiter
}

export interface ServiceNowSettings extends InstanceSettings, PushingSettings, ServiceNowStageSettings {
  switches: Partial<Switches>
  client: OAuthClient
}

export function createServiceNow(settings: ServiceNowSettings): ServiceNow {
  const { seed } = settings
  const [ids, luck, secrets] = [createRandom(seed, 'ids'), createRandom(seed, 'luck'), createRandom(seed, 'tokens')]
  const stage = createServiceNowStage(settings)
  const { ledger } = stage
  const { now } = stage.clock
  const instance = createInstance({ ...settings, now })
  const switches = createSwitchboard(settings.switches)
  const pushing = createPushing({ instance, ledger, random: luck }, settings)
  const tokens = createTokens({ client: settings.client, random: secrets, switches, now })
  const parts = { instance, stage, ledger, switches, tokens, limiter: createLimiter(switches, now) }
  return {
    ...parts,
    ...pushing,
    ...createRecords({ instance, ledger, switches, pusher: pushing.pusher, random: ids }),
    system: createServiceNowSystem({ ...parts, ...pushing, ids, luck, secrets }),
  }
}
