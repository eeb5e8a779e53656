import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { App, Asset } from './apps'
import type { SandboxResult } from './script'

/** One app that an action uses, with one asset. */
export interface Use {
  app: App | undefined
  asset: Asset | undefined
  parameters: readonly JsonObject[]
  result: SandboxResult
}

interface Performed {
  action: Row
  uses: readonly Use[]
  /** Epoch milliseconds. */
  startedAt: number
  /** The user's id. */
  by: number
}

/** Writes down what each app brought (facts section 9) and answers how many failed. */
export function recordAppRuns(soar: Soar, performed: Performed): number {
  for (const use of performed.uses) soar.tables.appRun.insert(describeAppRun(soar, performed, use))
  return performed.uses.filter(({ result }) => result.failed === true).length
}

function describeAppRun(soar: Soar, { action, startedAt, by }: Performed, use: Use): JsonObject {
  const { app, asset, result } = use
  const status = result.failed === true ? 'failed' : 'success'
  const results = use.parameters.map(parameter => describeResult(parameter, { action, result, status }))
  const successes = result.failed === true ? 0 : results.length
  return {
    action: action.action ?? null,
    action_run: action.id,
    app: app?.id ?? null,
    app_name: app?.name ?? '',
    app_version: app?.version ?? '',
    asset: asset?.id ?? null,
    automation_broker: null,
    container: action.container ?? null,
    effective_user: by,
    end_time: formatInstant(soar.automation.agenda.now()),
    exception_occured: false,
    extra_data: [],
    message: result.message ?? `${successes} of ${results.length} succeeded`,
    node_guid: null,
    playbook_run: action.playbook_run ?? null,
    result_data: results,
    result_summary: { total_objects: results.length, total_objects_successful: successes },
    start_time: formatInstant(startedAt),
    status,
    version: 1,
  }
}

function describeResult(
  parameter: JsonObject,
  { action, result, status }: { action: Row; result: SandboxResult; status: string },
): JsonObject {
  const context = { guid: `${action.id}`, artifact_id: 0, parent_action_run: [] }
  return {
    data: [...(result.data ?? [])],
    extra_data: [],
    message: result.message ?? '',
    parameter: { ...parameter, context },
    status,
    summary: result.summary ?? {},
  }
}
