import type { SoarConnector } from '../connectors/connector'
import type { UpdateContainer } from '../domain/command'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { DecideNowInput } from './decide-now'
import { type Drift, driftOf } from './drift'
import { mapLink } from './map-link'

export interface MissingArtifacts {
  drifts: Drift[]
  /** Their source data identifiers. */
  lost: string[]
}

const none: MissingArtifacts = { drifts: [], lost: [] }
/** The others are counted. */
const mostNamed = 5

/**
 * Artifacts that SOAR once confirmed and does not have any more: it lost them, or somebody deleted them there. Which, it
 * does not tell, so nothing but a person has them made again. Reads only.
 */
export async function missingArtifacts(
  soar: Pick<SoarConnector, 'lookUp'>,
  { link, source, books }: Pick<DecideNowInput, 'link' | 'source' | 'books'>,
): Promise<MissingArtifacts> {
  const { mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) return none
  const all = [...mapped.desired.observableArtifacts, mapped.desired.ticketArtifact]
  const confirmed = all.filter(one => books.confirmed.has(one.sourceDataIdentifier))
  if (confirmed.length === 0) return none
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
  if (found.status === 'found') return none
  const { artifacts: lost = [] } = found
  const names = confirmed.flatMap(one => (lost.includes(one.sourceDataIdentifier) ? [one.name] : []))
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : []
  const told = [...names.slice(0, mostNamed), ...more].join(', ')
  return { lost, drifts: [driftOf('artifacts', 'to-soar', `SOAR had them and does not have them any more: ${told}`)] }
}
