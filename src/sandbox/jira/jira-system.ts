import type { Random } from './random'
import type { Site } from './site'
import { relink, type SiteState } from './site-state'
import { SetupError } from './stage/setup-error'
import type { Stage } from './stage/stage'
import type { System } from './stage/system'
import type { Courier } from './webhooks/courier'
import type { Webhook, WebhookRegistry } from './webhooks/registry'

export interface SystemParts {
  site: Site
  stage: Stage
  registry: WebhookRegistry
  courier: Courier
  ids: Random
  luck: Random
}

interface JiraState extends SiteState {
  flavor: Site['flavor']
  webhooks: Webhook[]
  /** How many identifiers were made. */
  drawn: number
}

/** Jira as its control surface sees it. */
export function createJiraSystem({ site, stage, registry, courier, ids, luck }: SystemParts): System {
  const snapshot = (): JiraState & Record<string, unknown> => {
    const webhooks = registry.all()
    return { flavor: site.flavor, ...site.snapshot(), webhooks, drawn: ids.drawn() }
  }
  return {
    name: 'jira',
    snapshot,
    // Their secrets are for the state file alone.
    show: () => ({
      ...snapshot(),
      webhooks: registry.all().map(({ secret: _, basic: _1, headers: _2, ...shown }) => shown),
      scenarios: stage.scenarios.active(),
      pending: courier.pending(),
    }),
    load: snapshot => {
      const state = snapshot as Partial<JiraState>
      const { projects, issues, keys, counters, webhooks, drawn } = state
      if (!projects || !issues || !keys || !counters) throw new SetupError('the state misses a part')
      if (state.flavor !== site.flavor) throw new SetupError(`the state is of Jira ${String(state.flavor)}`)
      site.load({ projects, issues, keys, counters })
      registry.load(relink(webhooks ?? [], site))
      ids.rewind(drawn)
    },
    reset: async () => {
      await courier.stop()
      stage.reset()
      site.clear()
      registry.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}
