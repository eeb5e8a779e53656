import type { AddEnrichment } from '../domain/command'
import { compareVersions } from '../domain/merge-changes'
import type { TicketArtifactChange, TicketChange } from '../domain/ticket'
import { sharedArtifact } from '../mapping/shared-artifact'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Decided } from './decide'

/**
 * The artifacts of a shared container as they were told now: made in the other SOAR where they are not there, changed
 * where they differ. None of them starts a playbook.
 */
export function planArtifacts(link: Decided['link'], changes: readonly TicketChange[]): AddEnrichment[] {
  const newest = new Map<string, TicketArtifactChange>()
  for (const change of changes) {
    if (change.kind !== 'artifact') continue
    const known = newest.get(change.id)
    if (known === undefined || compareVersions(change.version, known.version) >= 0) newest.set(change.id, change)
  }
  if (newest.size === 0) return []
  const { sdiPrefix, containerId } = link
  return [
    {
      kind: 'add-enrichment',
      containerId: containerId ?? '',
      sourceDataIdentifier: containerSdiOf(link),
      artifacts: [],
      changed: [...newest.values()].map(change => sharedArtifact(change, sdiPrefix)),
    },
  ]
}
