import { type ReadField, readFields, readInstant, readNumber, readObject, readTags, readText } from './body'
import { readNow } from './instant'
import type { JsonObject } from './json'
import type { Soar } from './soar'
import type { Row } from './table'
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

/** The record of a new artifact (facts section 6). */
export function describeArtifact(soar: Soar, container: Row, body: JsonObject): JsonObject {
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
