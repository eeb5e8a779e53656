import { createHash } from 'node:crypto'
import { describeArtifact } from './artifact-record'
import { trackIndicators } from './content/track-indicators'
import { Failure } from './envelope'
import { type JsonObject, toCanonicalText } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'
import { samenessOf } from './tables'

/** Adds one artifact to `container` and starts automation where `triggers`; answers as SOAR does for it. */
export function createArtifact(
  soar: Soar,
  call: Call,
  order: { container: Row; body: JsonObject; triggers: boolean },
): JsonObject {
  const { container, body, triggers } = order
  const fields = describeArtifact(soar, container, body)
  const hash = hashArtifact(fields, call.caller)
  refuseDuplicate(soar, call, { ...fields, hash })
  const artifact = soar.tables.artifact.insert({ ...fields, hash })
  trackIndicators(soar.tables, artifact)
  soar.tables.container.update(container, {
    artifact_count: Number(container.artifact_count) + 1,
    artifact_update_time: artifact.create_time ?? null,
  })
  call.note({ effect: 'artifact.created', container: container.id, artifact: artifact.id })
  if (triggers) soar.automation.trigger(soar, call, { container, artifact: artifact.id })
  return { success: true, id: artifact.id }
}

function refuseDuplicate(soar: Soar, call: Call, artifact: JsonObject): void {
  const sameness = samenessOf(artifact, soar.switches.artifactDedupe)
  if (sameness === null) return
  const [existing] = soar.tables.artifact.lookUp('sameness', sameness) ?? []
  if (existing === undefined) return
  call.note({ effect: 'artifact.duplicate', container: Number(artifact.container), artifact: existing })
  throw new Failure(400, 'artifact already exists', { existing_artifact_id: existing })
}

/**
 * The content that SOAR compares within a container. What it really covers is not verified; the creator is part of it
 * (two users may add the same), the source_data_identifier is not.
 */
export function hashArtifact(artifact: JsonObject, creator: Row): string {
  const { name, label, type, severity, description, cef, data } = artifact
  const content = [name, label, type, severity, description, cef, data, creator.id].map(part => part ?? null)
  return createHash('md5').update(toCanonicalText(content)).digest('hex')
}
