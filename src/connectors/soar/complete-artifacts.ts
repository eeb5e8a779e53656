import type { Artifact } from '../../domain/container'
import type { Applied } from '../connector'
import type { Outcome } from './answer'
import { artifactBody, createArtifact, findArtifacts } from './artifacts'
import { unclearAnswer, type WriteCall } from './call'

export interface WantedArtifacts {
  containerId: string
  observableArtifacts: readonly Artifact[]
  /** Posted last and alone with `run_automation: true`: playbooks start when all else is there. */
  ticketArtifact: Artifact
}

export type SettledArtifacts = Pick<Applied, 'artifacts' | 'refused'>

/** Posts what a container misses, one by one; an artifact whose identifier is there already is never posted again. */
export async function completeArtifacts(call: WriteCall, wanted: WantedArtifacts): Promise<SettledArtifacts> {
  const { containerId, observableArtifacts, ticketArtifact } = wanted
  const all = [...observableArtifacts, ticketArtifact]
  const there = await findArtifacts(call, containerId, identifiersOf(all))
  const settled: SettledArtifacts = { artifacts: [], refused: [] }
  for (const artifact of all) {
    const found = there.get(artifact.sourceDataIdentifier)
    if (found !== undefined) {
      settled.artifacts.push({ sourceDataIdentifier: artifact.sourceDataIdentifier, id: found.id })
      continue
    }
    const body = artifactBody(artifact, artifact === ticketArtifact)
    settle(settled, artifact, await createArtifact(call, containerId, body))
  }
  return settled
}

export function identifiersOf(artifacts: readonly Artifact[]): string[] {
  return artifacts.map(artifact => artifact.sourceDataIdentifier)
}

/** Files one outcome; an answer that confirms nothing raises, for the artifact may be there. */
export function settle(settled: SettledArtifacts, artifact: Artifact, outcome: Outcome): void {
  const { sourceDataIdentifier } = artifact
  if (outcome.status === 'refused') {
    settled.refused.push({ sourceDataIdentifier, message: outcome.message })
  } else if (outcome.status === 'done' || (outcome.status === 'existing' && outcome.of === 'artifact')) {
    settled.artifacts.push({ sourceDataIdentifier, id: outcome.id })
  } else {
    throw unclearAnswer('/rest/artifact')
  }
}
