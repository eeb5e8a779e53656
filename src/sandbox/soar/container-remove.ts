import { removeArtifact } from './artifact-change'
import { removeContentOf } from './content/remove-content'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

/** Takes a container away, with all that hangs on it. */
export function removeContainer(soar: Soar, call: Call, container: Row): void {
  for (const id of [...(soar.tables.artifact.lookUp('container', container.id) ?? [])]) {
    const artifact = soar.tables.artifact.find(id)
    if (artifact !== undefined) removeArtifact(soar, call, artifact)
  }
  removeContentOf(soar, container.id)
  soar.tables.container.remove(container.id)
  call.note({ effect: 'container.deleted', container: container.id })
}
