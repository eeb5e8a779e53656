import { hashArtifact } from './artifact-create'
import { DEFAULT_LABEL, listArtifactFields } from './artifact-record'
import { readFields } from './body'
import { forgetIndicators, trackIndicators } from './content/track-indicators'
import { readNow } from './instant'
import type { JsonObject } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

/** Partial, except that `cef` and `tags` are replaced whole and a label that is not sent again is lost. Starts nothing. */
export function updateArtifact(soar: Soar, call: Call, order: { artifact: Row; body: JsonObject }): JsonObject {
  const { artifact, body } = order
  const sent = readFields(body, listArtifactFields(soar))
  const changes = { label: DEFAULT_LABEL, ...sent, update_time: readNow() }
  soar.tables.artifact.update(artifact, { ...changes, hash: hashArtifact({ ...artifact, ...changes }, call.caller) })
  trackIndicators(soar.tables, artifact)
  const container = soar.tables.container.find(Number(artifact.container))
  if (container !== undefined) soar.tables.container.update(container, { artifact_update_time: changes.update_time })
  call.note({
    effect: 'artifact.updated',
    container: Number(artifact.container),
    artifact: artifact.id,
    fields: Object.keys(sent),
  })
  return { success: true, id: artifact.id }
}

/** Takes an artifact away; its container counts one less. */
export function removeArtifact(soar: Soar, call: Call, artifact: Row): void {
  soar.tables.artifact.remove(artifact.id)
  forgetIndicators(soar.tables, artifact.id)
  const container = soar.tables.container.find(Number(artifact.container))
  if (container !== undefined) {
    const left = Number(container.artifact_count) - 1
    soar.tables.container.update(container, { artifact_count: left, artifact_update_time: readNow() })
  }
  call.note({ effect: 'artifact.deleted', container: Number(artifact.container), artifact: artifact.id })
}
