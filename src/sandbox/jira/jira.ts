import { type CommentChanges, createCommentChanges } from './issues/comment-changes'
import { createIssueChanges, type IssueChanges } from './issues/issue-changes'
import { createJiraStage, type JiraStageSettings } from './jira-stage'
import { createJiraSystem } from './jira-system'
import { createRandom } from './random'
import { createSite, type Site, type SiteSettings } from './site'
import { createAnnouncer } from './webhooks/announcer'
import { type Courier, type CourierParts, createCourier } from './webhooks/courier'
import { createWebhookRegistry, type WebhookRegistry, type WebhookSettings } from './webhooks/registry'

/** The parts of one sandbox, as its endpoints use them. */
export interface Jira {
  site: Site
  stage: ReturnType<typeof createJiraStage>
  registry: WebhookRegistry
  courier: Courier
  issues: IssueChanges
  comments: CommentChanges
  system: ReturnType<typeof createJiraSystem>
}

export interface JiraSettings extends SiteSettings, JiraStageSettings, Pick<CourierParts, 'retryDelayMs' | 'shuffle'> {
  webhooks: WebhookSettings[]
}

export function createJira(settings: JiraSettings): Jira {
  const [ids, luck] = [createRandom(settings.seed, 'ids'), createRandom(settings.seed, 'luck')]
  const stage = createJiraStage(settings)
  const { ledger, clock } = stage
  const site = createSite({ ...settings, now: clock.now })
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
