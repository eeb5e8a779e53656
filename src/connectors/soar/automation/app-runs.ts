import { isJsonObject, type JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { checkId, type Filter, type ListFlag } from '../query'
import { readAll } from '../walk'
import { readObjects, readText, readTime } from './read-record'
import { type RunState, stateOf } from './run-state'

/** What an app brought for one action (soar.md section 9). Times are epoch milliseconds. */
export interface AppRun {
  id: string
  action: string
  app: string
  assetId: string | null
  containerId: string | null
  actionRunId: string | null
  playbookRunId: string | null
  state: RunState
  text: string
  startedAt: number | null
  endedAt: number | null
  /** One for each set of parameters; empty where the results were not asked for. */
  results: AppResult[]
}

export interface AppResult {
  isGood: boolean
  text: string
  parameter: JsonObject
  summary: JsonObject
  data: JsonObject[]
}

export interface AppRunsAsked {
  actionRunId?: string
  playbookRunId?: string
  containerId?: string
  /** With what the apps found: slow in SOAR, and large. */
  withResults?: boolean
}

/** GET /rest/app_run. An action that failed before it reached an app has none. */
export async function listAppRuns(call: ReadCall, asked: AppRunsAsked): Promise<AppRun[]> {
  const filters: Filter[] = [
    ...filterBy('action_run', asked.actionRunId),
    ...filterBy('playbook_run', asked.playbookRunId),
    ...filterBy('container', asked.containerId),
  ]
  const flags: ListFlag[] = asked.withResults === true ? ['include_expensive'] : []
  const runs = (await readAll(call, '/rest/app_run', { filters, flags })).flatMap(describeAppRun)
  return runs.filter(run =>
    (['actionRunId', 'playbookRunId', 'containerId'] as const).every(
      key => asked[key] === undefined || asked[key] === run[key],
    ),
  )
}

function filterBy(field: string, id: string | undefined): Filter[] {
  return id === undefined ? [] : [{ field, value: Number(checkId(id)) }]
}

export function describeAppRun(record: JsonObject): AppRun[] {
  const id = readId(record.id)
  if (id === null) return []
  return [
    {
      id,
      action: readText(record.action),
      app: readText(record.app_name),
      assetId: readId(record.asset),
      containerId: readId(record.container),
      actionRunId: readId(record.action_run),
      playbookRunId: readId(record.playbook_run),
      state: stateOf(record),
      text: readText(record.message),
      startedAt: readTime(record.start_time),
      endedAt: readTime(record.end_time),
      results: readObjects(record.result_data).map(describeResult),
    },
  ]
}

function describeResult({ status, message, parameter, summary, data }: JsonObject): AppResult {
  return {
    isGood: status === 'success',
    text: readText(message),
    parameter: isJsonObject(parameter) ? parameter : {},
    summary: isJsonObject(summary) ? summary : {},
    data: readObjects(data),
  }
}
