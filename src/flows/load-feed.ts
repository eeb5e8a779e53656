import type { Applied, Sending, SoarConnector } from '../connectors/connector'
import type { Clock } from '../domain/clock'
import type { UpdateContainer } from '../domain/command'
import { isBridgeError } from '../errors'
import type { FeedRules } from '../mapping/feed-rules'
import { containerOfGroup, type FeedGroup, sensitivitiesAbove, severitiesAbove } from '../mapping/feed-to-container'

export interface LoadFeedParts {
  soar: Pick<SoarConnector, 'apply'>
  rules: FeedRules
  /** Label where the rules name none. */
  label: string
  clock: Pick<Clock, 'after'>
  /** The longest time SOAR may take to finish what was sent; only then does absence count. */
  settleMs: number
}

/** How one group ended. `refused`: SOAR refused it, or parts of it, on its own account; the others go on. */
export interface LoadedGroup {
  group: FeedGroup
  status: 'loaded' | 'refused'
  containerId: string | null
  artifacts: number
  reason: string | null
}

/** Of one container; more would be a request that SOAR's doors refuse. */
export const mostRowsOfContainer = 2_000
const triesOfGroup = 5
const firstPauseMs = 1_000

/**
 * Loads groups one after the other. Each is looked for before it is made, by its identifier and those of its artifacts,
 * so that loading a file again completes what is missing and repeats nothing. Raises what SOAR as a whole refuses or
 * fails at after some tries.
 */
export async function* loadFeed(parts: LoadFeedParts, groups: Iterable<FeedGroup>): AsyncGenerator<LoadedGroup> {
  for (const group of groups) yield await loadGroup(parts, group)
}

async function loadGroup(parts: LoadFeedParts, group: FeedGroup): Promise<LoadedGroup> {
  if (group.rows.length > mostRowsOfContainer) {
    const reason = `${group.rows.length} rows have this identifier, and a container takes ${mostRowsOfContainer}`
    return { group, status: 'refused', containerId: null, artifacts: 0, reason }
  }
  for (let tries = 1; ; tries += 1) {
    try {
      return toLoaded(group, await applyGroup(parts, group))
    } catch (error) {
      if (!isBridgeError(error)) throw error
      if (error.kind === 'rejected' || error.kind === 'conflict') {
        return { group, status: 'refused', containerId: null, artifacts: 0, reason: error.message }
      }
      if (error.kind !== 'unavailable' || tries === triesOfGroup) throw error
      await pause(parts, error.effect === 'unknown' ? parts.settleMs : firstPauseMs * 2 ** (tries - 1))
    }
  }
}

/** What was there before is made no milder: its severity and sensitivity are raised where the rows ask for more. */
async function applyGroup({ soar, rules, label }: LoadFeedParts, group: FeedGroup): Promise<Applied> {
  const command = containerOfGroup(group, rules, { label })
  const applied = await soar.apply(command, looking)
  if (applied.wasThere !== true) return applied
  const { severity, sensitivity } = command.fields
  const raise: UpdateContainer = {
    kind: 'update-container',
    containerId: applied.containerId,
    sourceDataIdentifier: command.sourceDataIdentifier,
    set: { severity, sensitivity },
    keepSeverities: severitiesAbove(severity, rules),
    keepSensitivities: sensitivitiesAbove(sensitivity),
    tags: { add: command.fields.tags, remove: [] },
    observableArtifacts: [],
    ticketArtifact: null,
    trigger: null,
  }
  await soar.apply(raise, looking)
  return applied
}

/** An earlier run may have left things behind, so everything is looked for first. */
const looking: Sending = { beforeWrite: async () => {}, isRepeat: true, record: () => {} }

function toLoaded(group: FeedGroup, { containerId, artifacts, refused }: Applied): LoadedGroup {
  const [first] = refused
  const reason = first === undefined ? null : `SOAR refused ${refused.length} artifact(s): ${first.message}`
  return { group, status: first === undefined ? 'loaded' : 'refused', containerId, artifacts: artifacts.length, reason }
}

function pause({ clock }: LoadFeedParts, ms: number): Promise<void> {
  return new Promise(resolve => void clock.after(ms, resolve))
}
