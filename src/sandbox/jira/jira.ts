import { type CommentChanges, createCommentChanges } from './issues/comment-changes'
import { createIssueChanges, type IssueChanges } from './issues/issue-changes'
import { createJiraSystem } from './jira-system'
import { createJiraVoice } from './jira-voice'
import { createRandom } from './random'
import { createSite, type Site, type SiteSettings } from './site'
import { createSkewedClock } from './stage/skewed-clock'
import { createStage, type Stage } from './stage/stage'
import type { System } from './stage/system'
import { createAnnouncer } from './webhooks/announcer'
import { type Courier, type CourierParts, createCourier } from './webhooks/courier'
import { createWebhookRegistry, type WebhookRegistry, type WebhookSettings } from './webhooks/registry'

/** The parts of one sandbox, as its endpoints use them. */
export interface Jira {
  site: Site
  stage: Stage
  registry: WebhookRegistry
  courier: Courier
  issues: IssueChanges
  comments: CommentChanges
  system: System
}

export interface JiraSettings extends SiteSettings, Pick<CourierParts, 'retryDelayMs' | 'shuffle'> {
  seed: number
  webhooks: WebhookSettings[]
  scenarios: readonly unknown[]
}

export function createJira(settings: JiraSettings): Jira {
  const { seed, now, flavor } = settings
  const [ids, luck] = [createRandom(seed, 'ids'), createRandom(seed, 'luck')]
  const clock = createSkewedClock(now)
  const site = createSite({ ...settings, now: clock.now })
  const stage = createStage({ seed, now, clock, voice: createJiraVoice(flavor), initial: settings.scenarios })
  const { ledger } = stage
  const registry = createWebhookRegistry(site, settings.webhooks)
  const courier = createCourier({ ...settings, ledger, random: luck })
  const announcer = createAnnouncer({ site, registry, courier, random: ids })
  return {
    site,
    stage,
    registry,
    courier,
    issues: createIssueChanges({ site, ledger, announcer }),
    comments: createCommentChanges({ site, ledger, announcer }),
    system: createJiraSystem({ site, stage, registry, courier, ids, luck }),
  }
}
