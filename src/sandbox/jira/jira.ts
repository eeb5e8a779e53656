import { createRandom } from '../stage/random'
import { type Changes, createChanges } from './changes'
import { createJiraStage, type JiraStageSettings } from './jira-stage'
import { createJiraSystem } from './jira-system'
import type { LimitSettings } from './limits/limit-settings'
import { createRateLimiter, type RateLimiter } from './limits/rate-limiter'
import { createSearchIndex, type SearchIndex } from './search/search-index'
import { createSite, type Site, type SiteSettings } from './site'
import { createDelivery, type Delivery, type DeliverySettings } from './webhooks/create-delivery'

/** The parts of one sandbox, as its endpoints use them. */
export interface Jira extends Changes, Pick<Delivery, 'registry' | 'courier'> {
  site: Site
  stage: ReturnType<typeof createJiraStage>
  ledger: ReturnType<typeof createJiraStage>['ledger']
  index: SearchIndex
  limiter: RateLimiter
  system: ReturnType<typeof createJiraSystem>
  /** Data Center: what a wrong credential gets. */
  wrongLogin: WrongLogin
}

/** Unverified which: some report the login page with 200, others an anonymous caller's answers. */
export type WrongLogin = 'anonymous' | 'login-page'

export interface JiraSettings extends SiteSettings, DeliverySettings, JiraStageSettings {
  limits: LimitSettings
  /** How long searches do not find a change. */
  indexDelayMs: number
  wrongLogin: WrongLogin
}

export function createJira(settings: JiraSettings): Jira {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const stage = createJiraStage(settings)
  const { ledger, clock } = stage
  const site = createSite({ ...settings, now: clock.now })
  const { registry, courier, announcer } = createDelivery(settings, { site, ledger, ids, luck })
  const index = createSearchIndex(site, settings.indexDelayMs)
  const limiter = createRateLimiter(site, settings.limits)
  const parts = { site, stage, ledger, registry, courier, index, limiter }
  return {
    ...parts,
    wrongLogin: settings.wrongLogin,
    ...createChanges({ site, ledger, announcer, index }),
    system: createJiraSystem({ ...parts, ids, luck, limits: settings.limits }),
  }
}
