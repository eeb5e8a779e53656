import type { SoarConnector } from '../connectors/connector'
import type { UpdateContainer } from '../domain/command'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { DecideNowInput } from './decide-now'
import { type Drift, driftOf } from './drift'
import { mapLink } from './map-link'

/** Artifacts that SOAR once confirmed and does not have any more. Reads only. */
export async function missingArtifacts(
  soar: Pick<SoarConnector, 'lookUp'>,
  { link, source, books }: Pick<DecideNowInput, 'link' | 'source' | 'books'>,
): Promise<Drift[]> {
  const { mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) return []
  const all = [...mapped.desired.observableArtifacts, mapped.desired.ticketArtifact]
  const confirmed = all.filter(one => books.confirmed.has(one.sourceDataIdentifier))
  if (confirmed.length === 0) return []
  const command: UpdateContainer = {
    kind: 'update-container',
    containerId: link.containerId ?? '',
    sourceDataIdentifier: containerSdiOf(link),
    set: {},
    tags: { add: [], remove: [] },
    observableArtifacts: confirmed,
    ticketArtifact: null,
    trigger: null,
  }
  const found = await soar.lookUp(command, { record: () => {} })
  if (found.status === 'found') return []
  return [driftOf('artifacts', 'hold', `SOAR confirmed and does not have any more: ${found.what}`)]
}
