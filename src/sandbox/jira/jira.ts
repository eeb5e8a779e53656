import { type CommentChanges, createCommentChanges } from './issues/comment-changes'
import { createIssueChanges, type IssueChanges } from './issues/issue-changes'
import { createLedger, type Ledger } from './ledger'
import { createMisbehavior, type Misbehavior } from './misbehavior'
import { createRandom } from './random'
import { createSite, type Site, type SiteSettings } from './site'
import { createAnnouncer } from './webhooks/announcer'
import { type Courier, type CourierParts, createCourier } from './webhooks/courier'
import { createWebhookRegistry, type WebhookRegistry, type WebhookSettings } from './webhooks/registry'

/** The parts of one sandbox, as its endpoints use them. */
export interface Jira {
  site: Site
  ledger: Ledger
  registry: WebhookRegistry
  courier: Courier
  issues: IssueChanges
  comments: CommentChanges
  misbehavior: Misbehavior
  /** Back to the state of the start. */
  reset(): Promise<void>
}

export interface JiraSettings extends SiteSettings, Pick<CourierParts, 'retryDelayMs' | 'shuffle'> {
  seed: number
  webhooks: WebhookSettings[]
}

export function createJira(settings: JiraSettings): Jira {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const site = createSite(settings)
  const ledger = createLedger(settings.now)
  const registry = createWebhookRegistry(site, settings.webhooks)
  const courier = createCourier({ ...settings, ledger, random: luck })
  const announcer = createAnnouncer({ site, registry, courier, random: ids })
  const misbehavior = createMisbehavior(settings.flavor, luck)
  return {
    site,
    ledger,
    registry,
    courier,
    misbehavior,
    issues: createIssueChanges({ site, ledger, announcer }),
    comments: createCommentChanges({ site, ledger, announcer }),
    reset: async () => {
      await courier.stop()
      misbehavior.clear()
      site.clear()
      registry.clear()
      ledger.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}
