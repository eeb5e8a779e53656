import { type Changes, createChanges } from './changes'
import { createLedger, type Ledger } from './ledger'
import type { LimitSettings } from './limits/limit-settings'
import { createRateLimiter, type RateLimiter } from './limits/rate-limiter'
import { createMisbehavior, type Misbehavior } from './misbehavior'
import { createRandom } from './random'
import { createSearchIndex, type SearchIndex } from './search/search-index'
import { createSite, type Site, type SiteSettings } from './site'
import { createDelivery, type Delivery, type DeliverySettings } from './webhooks/create-delivery'

/** The parts of one sandbox, as its endpoints use them. */
export interface Jira extends Changes, Pick<Delivery, 'registry' | 'courier'> {
  site: Site
  ledger: Ledger
  index: SearchIndex
  limiter: RateLimiter
  misbehavior: Misbehavior
  /** Data Center: what a wrong credential gets. */
  wrongLogin: WrongLogin
  /** Back to the state of the start. */
  reset(): Promise<void>
}

/** Unverified which: some report the login page with 200, others an anonymous caller's answers. */
export type WrongLogin = 'anonymous' | 'login-page'

export interface JiraSettings extends SiteSettings, DeliverySettings {
  seed: number
  limits: LimitSettings
  /** How long searches do not find a change. */
  indexDelayMs: number
  wrongLogin: WrongLogin
}

export function createJira(settings: JiraSettings): Jira {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const site = createSite(settings)
  const ledger = createLedger(settings.now)
  const { registry, courier, announcer } = createDelivery(settings, { site, ledger, ids, luck })
  const misbehavior = createMisbehavior(settings.flavor, luck)
  const index = createSearchIndex(site, settings.indexDelayMs)
  const limiter = createRateLimiter(site, settings.limits)
  return {
    site,
    ledger,
    registry,
    courier,
    misbehavior,
    index,
    limiter,
    wrongLogin: settings.wrongLogin,
    ...createChanges({ site, ledger, announcer, index }),
    reset: async () => {
      await courier.stop()
      misbehavior.clear()
      site.clear()
      index.rebuild()
      limiter.set(settings.limits)
      registry.clear()
      ledger.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}
