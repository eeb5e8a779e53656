import type { Random } from '../stage/random'
import { SetupError } from '../stage/setup-error'
import type { System } from '../stage/system'
import type { Jira } from './jira'
import type { LimitSettings } from './limits/limit-settings'
import type { Site } from './site'
import { relink, type SiteState } from './site-state'
import type { Webhook } from './webhooks/registry'

export interface SystemParts extends Pick<Jira, 'site' | 'stage' | 'registry' | 'courier' | 'index' | 'limiter'> {
  /** Those of the start. */
  limits: LimitSettings
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
export function createJiraSystem(parts: SystemParts): System {
  const { stage, registry, courier } = parts
  return {
    name: 'jira',
    snapshot: () => ({ ...snapshot(parts) }),
    // Their secrets are for the state file alone.
    show: () => ({
      ...snapshot(parts),
      webhooks: registry.all().map(({ secret: _, basic: _1, headers: _2, ...shown }) => shown),
      scenarios: stage.scenarios.active(),
      pending: courier.pending(),
    }),
    load: state => load(parts, state as Partial<JiraState>),
    reset: async () => {
      const { site, index, limiter, ids, luck } = parts
      await courier.stop()
      stage.reset()
      site.clear()
      index.rebuild()
      limiter.set(parts.limits)
      registry.clear()
      ids.rewind()
      luck.rewind()
    },
  }
}

function snapshot({ site, registry, ids }: SystemParts): JiraState {
  return { flavor: site.flavor, ...site.snapshot(), webhooks: registry.all(), drawn: ids.drawn() }
}

function load({ site, registry, index, ids }: SystemParts, state: Partial<JiraState>): void {
  const { projects, issues, keys, counters, webhooks = [], contents = [], tasks = [], drawn } = state
  if (!projects || !issues || !keys || !counters) throw new SetupError('the state misses a part')
  if (state.flavor !== site.flavor) throw new SetupError(`the state is of Jira ${String(state.flavor)}`)
  site.load({ projects, issues, keys, counters, contents, tasks })
  index.rebuild()
  registry.load(relink(webhooks, site))
  ids.rewind(drawn)
}
