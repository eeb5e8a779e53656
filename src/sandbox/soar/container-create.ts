import { createArtifact } from './artifact-create'
import { requireObject } from './body'
import { describeContainer } from './container-record'
import { planWorkbook } from './content/case'
import { Failure, reply, settle } from './envelope'
import type { Json, JsonObject } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'
import { originOf } from './tables'

/** Creates one container with its inline artifacts. The container stands even where artifacts are refused. */
export function createContainer(soar: Soar, call: Call, body: JsonObject): JsonObject {
  const fields = describeContainer(soar, call, body)
  const inline = readInlineArtifacts(body)
  const [existing] =
    soar.tables.container.lookUp('origin', originOf(fields.asset ?? null, fields.source_data_identifier ?? null)) ?? []
  const twin = existing === undefined ? undefined : soar.tables.container.find(existing)
  if (twin !== undefined) throw refuseDuplicate(soar, call, { twin, inline })
  const startWorkbook = planWorkbook(soar, body)
  const container = soar.tables.container.insert(fields)
  startWorkbook(container)
  call.note({ effect: 'container.created', container: container.id })
  if (body.run_automation === true) soar.automation.trigger(soar, call, { container, artifact: null })
  return { success: true, id: container.id, ...addInlineArtifacts(soar, call, { container, inline }) }
}

function refuseDuplicate(soar: Soar, call: Call, found: { twin: Row; inline: Json[] }): Failure {
  const { twin, inline } = found
  call.note({ effect: 'container.duplicate', container: twin.id })
  const added = soar.switches.duplicateAddsArtifacts ? addInlineArtifacts(soar, call, { container: twin, inline }) : {}
  return new Failure(400, `duplicate with existing container ${twin.id}`, { ...added, existing_container_id: twin.id })
}

/**
 * Each artifact is answered for itself. Without a word on automation SOAR starts it after the last one only; what is
 * written there explicitly counts.
 */
function addInlineArtifacts(soar: Soar, call: Call, order: { container: Row; inline: Json[] }): JsonObject {
  const { container, inline } = order
  const kept = inline.length - call.lostArtifacts
  const artifacts = inline.map((item, position) => {
    const add = (): JsonObject => {
      const body = requireObject(item)
      if (position >= kept) throw new Failure(400, 'Unable to save artifact')
      const triggers = typeof body.run_automation === 'boolean' ? body.run_automation : position === inline.length - 1
      return createArtifact(soar, call, { container, body, triggers })
    }
    return settle(() => reply(add())).body as JsonObject
  })
  const created = artifacts.flatMap(artifact => artifact.id ?? [])
  return { new_artifact_ids: created, ...(inline.length === 0 ? {} : { artifacts }) }
}

function readInlineArtifacts({ artifacts = [] }: JsonObject): Json[] {
  if (!Array.isArray(artifacts)) throw new Failure(400, 'Invalid value for "artifacts"')
  return artifacts
}
