import type { AddEnrichment } from '../domain/command'
import { compareVersions } from '../domain/merge-changes'
import type { TicketArtifactChange, TicketChange } from '../domain/ticket'
import { sharedArtifact } from '../mapping/shared-artifact'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Decision } from '../mapping/ticket-to-container'
import { createCopyJudge } from './judge-for-copy'
import type { JudgeInput } from './judge-for-ticket'

export interface ArtifactsPlan {
  commands: AddEnrichment[]
  /** Why an artifact stays at home. */
  decisions: Decision[]
}

/**
 * The artifacts of a shared container as they were told now: made in the other SOAR where they are not there, changed
 * where they differ, unless who reads there may not see all of one. None of them starts a playbook.
 */
export function planArtifacts(
  { source, link }: Omit<JudgeInput, 'audience'>,
  changes: readonly TicketChange[],
): ArtifactsPlan {
  const newest = newestArtifacts(changes)
  if (newest.length === 0) return { commands: [], decisions: [] }
  const judge = createCopyJudge({ source, link })
  const judged = newest.map(change => ({ change, ...judge(change) }))
  const held = judged.filter(({ verdict }) => verdict !== 'allow')
  const decisions = held.map(({ change, reason }) => ({ field: `artifact:${change.id}`, rule: reason }))
  if (held.length === newest.length) return { commands: [], decisions }
  const { sdiPrefix, containerId } = link
  const shown = judged.filter(one => !held.includes(one))
  const command: AddEnrichment = {
    kind: 'add-enrichment',
    containerId: containerId ?? '',
    sourceDataIdentifier: containerSdiOf(link),
    artifacts: [],
    changed: shown.map(({ change }) => sharedArtifact(change, sdiPrefix)),
  }
  return { commands: [command], decisions }
}

function newestArtifacts(changes: readonly TicketChange[]): TicketArtifactChange[] {
  const newest = new Map<string, TicketArtifactChange>()
  for (const change of changes) {
    if (change.kind !== 'artifact') continue
    const known = newest.get(change.id)
    if (known === undefined || compareVersions(change.version, known.version) >= 0) newest.set(change.id, change)
  }
  return [...newest.values()]
}
