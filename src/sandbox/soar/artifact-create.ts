import { createHash } from 'node:crypto'
import { type ReadField, readFields, readInstant, readNumber, readObject, readTags, readText } from './body'
import { trackIndicators } from './content/indicator'
import { Failure } from './envelope'
import { readNow } from './instant'
import { type JsonObject, toCanonicalText } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'
import { samenessOf } from './tables'
import { readDefaultWord, readWord } from './vocabulary'

/** An artifact without a label, and one whose update does not send it again, ends up with this one. */
export const DEFAULT_LABEL = 'event'

/** What a body may set, at creation and later. */
export function listArtifactFields(soar: Soar): Record<string, ReadField> {
  return {
    name: readText,
    label: readText,
    description: readText,
    type: readText,
    severity: value => readWord(soar.tables.severity, value, 'Severity'),
    cef: readObject,
    cef_types: readObject,
    data: readObject,
    tags: readTags,
    start_time: readInstant,
    end_time: readInstant,
    kill_chain: readText,
  }
}

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
  if (triggers) call.note({ effect: 'automation.triggered', container: container.id, artifact: artifact.id })
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

/** The record of a new artifact (facts section 6). */
function describeArtifact(soar: Soar, container: Row, body: JsonObject): JsonObject {
  const now = readNow()
  return {
    tags: [],
    cef: {},
    cef_types: {},
    create_time: now,
    description: null,
    end_time: null,
    external_id: null,
    kill_chain: null,
    label: DEFAULT_LABEL,
    name: 'artifact',
    owner: null,
    playbook_run: null,
    severity: readDefaultWord(soar.tables.severity),
    start_time: now,
    type: null,
    update_time: now,
    version: 1,
    in_case: false,
    has_note: false,
    parent_container: null,
    parent_artifact: null,
    data: {},
    ...readFields(body, listArtifactFields(soar)),
    container: container.id,
    source_data_identifier: readText(body.source_data_identifier ?? null, 'source_data_identifier'),
    ingest_app: readText(body.ingest_app_id ?? null, 'ingest_app_id'),
    ...(body.owner_id === undefined ? {} : { owner: readNumber(body.owner_id, 'owner_id') }),
  }
}
