import { createHash } from 'node:crypto'
import { readOrigin } from './administration/tenants'
import { readFields, readText } from './body'
import { listContainerFields, readAssignment, readLabel, stampStatus } from './container-fields'
import { readNow, shiftInstant } from './instant'
import type { JsonObject } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import { readDefaultWord } from './vocabulary'

/** Default time to resolve; a real SOAR takes it from its SLA settings. */
const DUE_AFTER_MS = 12 * 3_600_000

/** The record of a new container (facts section 5); `container_update_time` stays null until the first change. */
export function describeContainer(soar: Soar, call: Call, body: JsonObject): JsonObject {
  const { severity, status } = soar.tables
  const now = readNow()
  const identifier = body.source_data_identifier ?? createIdentifier(soar, 'sdi')
  const sent = readFields({ ...body, name: body.name ?? null }, listContainerFields(soar))
  return {
    tags: [],
    artifact_count: 0,
    artifact_update_time: now,
    closing_rule_run: null,
    container_update_time: null,
    create_time: now,
    description: null,
    due_time: shiftInstant(now, DUE_AFTER_MS),
    end_time: null,
    hash: createHash('md5').update(String(identifier)).digest('hex'),
    external_id: null,
    ingest_app: readText(body.ingest_app_id ?? null, 'ingest_app_id'),
    kill_chain: null,
    label: readLabel(soar, body.label ?? call.caller.default_label ?? null),
    open_time: null,
    owner: null,
    role: null,
    owner_name: null,
    sensitivity: 'amber',
    severity: readDefaultWord(severity),
    source_data_identifier: readText(identifier, 'source_data_identifier'),
    start_time: now,
    status: readDefaultWord(status, 'new'),
    version: 1,
    workflow_name: '',
    custom_fields: {},
    container_type: 'default',
    in_case: false,
    current_phase: null,
    ...readOrigin(soar, call, body),
    parent_container: null,
    node_guid: createIdentifier(soar, 'node'),
    data: {},
    ...stampStatus(soar, sent.status ?? null, { now, by: call.caller.id }),
    ...sent,
    ...readAssignment(soar, body, true),
  }
}

/** A UUID that the seed and the next id decide, so that a run can be repeated and no two containers share one. */
function createIdentifier(soar: Soar, purpose: 'sdi' | 'node'): string {
  const place = purpose === 'node' ? 'node' : soar.tables.container.nextId
  const hex = createHash('md5').update(`${soar.switches.seed}:${place}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
