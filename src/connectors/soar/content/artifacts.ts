import { isJsonObject, type JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { Outcome } from '../answer'
import { createArtifact, sendArtifacts } from '../artifacts'
import { rejectionOf, unclearAnswer, type WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { type ArtifactFields, artifactFields } from './artifact-fields'
import { change, readRecord, remove } from './confirm'

const path = '/rest/artifact'

export interface ArtifactChange extends ArtifactFields {
  /** Keys to add to the CEF or to replace there; the others stay. Not together with `cef`. */
  mergeCef?: JsonObject
}

/** Artifacts (soar.md section 6). */
export function createArtifactsApi(call: WriteCall) {
  return {
    /** `isNew` is false where SOAR has an equal one; by their identifiers SOAR does not tell artifacts apart. */
    create: (containerId: string, fields: ArtifactFields): Promise<{ id: string; isNew: boolean }> =>
      create(call, containerId, fields),
    /** One request, not transactional: an outcome for each, in order. Automation starts after the last one only. */
    createMany: (containerId: string, all: readonly ArtifactFields[]): Promise<Outcome[]> =>
      createMany(call, containerId, all),
    get: (id: string): Promise<JsonObject | null> => readRecord(call, { path, id }),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    update: (id: string, fields: ArtifactChange): Promise<void> => update(call, id, fields),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
  }
}

async function create(
  call: WriteCall,
  containerId: string,
  fields: ArtifactFields,
): Promise<{ id: string; isNew: boolean }> {
  const outcome = await createArtifact(call, containerId, artifactFields(fields))
  if (outcome.status === 'refused') throw rejectionOf(path, outcome)
  if (outcome.status === 'unclear' || (outcome.status === 'existing' && outcome.of !== 'artifact'))
    throw unclearAnswer(path)
  return { id: outcome.id, isNew: outcome.status === 'done' }
}

/** Where nothing is said of automation, the last artifact starts it: then the container is whole. */
function createMany(call: WriteCall, containerId: string, all: readonly ArtifactFields[]): Promise<Outcome[]> {
  const bodies = all.map((fields, position) => ({
    run_automation: position === all.length - 1,
    ...artifactFields(fields),
  }))
  return bodies.length === 0 ? Promise.resolve([]) : sendArtifacts(call, containerId, bodies)
}

/** SOAR forgets a label that is not sent again and replaces the CEF whole: both are read first where they matter. */
async function update(call: WriteCall, id: string, { mergeCef, ...fields }: ArtifactChange): Promise<void> {
  const mustRead = fields.label === undefined || mergeCef !== undefined
  const current = mustRead ? await readRecord(call, { path, id }) : {}
  if (current === null) {
    throw new BridgeError('rejected', `POST ${path}/${id}: there is no such artifact`, { code: 'not-found' })
  }
  const before = isJsonObject(current.cef) ? current.cef : {}
  await change(
    call,
    { path, id },
    {
      ...(typeof current.label === 'string' && { label: current.label }),
      ...artifactFields(fields),
      ...(mergeCef !== undefined && { cef: { ...before, ...mergeCef } }),
    },
  )
}
