import { formatInstant } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'

/** A run as asked for. */
export interface RunOrder {
  playbook: Row
  container: Row
  /** Ids are those of the container's artifacts. */
  scope: 'all' | 'new' | readonly number[]
  /** JSON texts, as the record keeps them. */
  inputs: readonly string[]
}

/** The record of a new run (facts section 8). */
export function describeRun(soar: Soar, call: Call, order: RunOrder): JsonObject {
  const { playbook, container, scope, inputs } = order
  const now = formatInstant(soar.automation.agenda.now())
  const artifacts = listScope(soar, order)
  return {
    action_exec: [],
    cancelled: '',
    container: container.id,
    effective_user: call.caller.id,
    inputs: [...inputs],
    ip_address: null,
    last_artifact: artifacts.reduce((highest, id) => Math.max(highest, id), findLastArtifact(soar, order)),
    log_level: 0,
    message: '',
    misc: { scope: Array.isArray(scope) ? 'artifact' : String(scope), scope_artifact_ids: artifacts },
    node_guid: null,
    outputs: [],
    owner: call.caller.id,
    parent_run: null,
    playbook: playbook.id,
    start_time: now,
    status: 'pending',
    test_mode: false,
    update_time: now,
    version: 1,
  }
}

/** `new`: what no earlier run of the playbook had. */
function listScope(soar: Soar, order: RunOrder): number[] {
  const { container, scope } = order
  if (scope !== 'all' && scope !== 'new') return [...scope]
  const all = [...(soar.tables.artifact.lookUp('container', container.id) ?? [])]
  const last = scope === 'new' ? findLastArtifact(soar, order) : 0
  return all.filter(id => id > last)
}

function findLastArtifact({ tables }: Soar, { playbook, container }: RunOrder): number {
  let last = 0
  for (const id of tables.playbookRun.lookUp('container', container.id) ?? []) {
    const run = tables.playbookRun.find(id)
    const reached: Json = run?.playbook === playbook.id ? (run.last_artifact ?? 0) : 0
    last = Math.max(last, Number(reached))
  }
  return last
}
