import type { JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import { type ReadCall, rejectionOf, type WriteCall } from '../call'
import { checkId } from '../query'
import { readRecord, readText, readTime, unreadable } from './read-record'
import { type RunState, stateOf } from './run-state'
import { readStarted, type Started } from './start-run'

const path = '/rest/action_run'

/** An action as asked for (soar.md section 9). */
export interface ActionAsked {
  /** What an app calls it: `geolocate ip`. */
  action: string
  /** What people see. */
  name: string
  containerId: string
  targets: readonly ActionTarget[]
  /** `investigate`, `contain` … */
  type?: string
  delaySecs?: number
}

export interface ActionTarget {
  /** The app's number or GUID. Without one SOAR queues the action and fails it later. */
  appId: string
  /** Names of assets. */
  assets: readonly string[]
  parameters: readonly JsonObject[]
}

/** Times are epoch milliseconds. */
export interface ActionRun {
  id: string
  action: string
  name: string
  type: string
  containerId: string | null
  playbookRunId: string | null
  state: RunState
  text: string
  createdAt: number | null
  updatedAt: number | null
  closedAt: number | null
}

/** POST /rest/action_run; see `startRun` for what the answer means. */
export function startAction(call: WriteCall, asked: ActionAsked): Promise<Started> {
  const body: JsonObject = {
    action: asked.action,
    name: asked.name,
    container_id: Number(checkId(asked.containerId)),
    targets: asked.targets.map(({ appId, assets, parameters }) => ({
      app_id: /^\d+$/.test(appId) ? Number(checkId(appId)) : appId,
      assets: [...assets],
      parameters: [...parameters],
    })),
    ...(asked.type !== undefined && { type: asked.type }),
    ...(asked.delaySecs !== undefined && { exec_delay_secs: asked.delaySecs }),
  }
  return readStarted(path, () => call.post(path, body))
}

/** The action, or null where SOAR has none. */
export async function readAction(call: ReadCall, id: string): Promise<ActionRun | null> {
  const record = await readRecord(call, { path, id })
  return record === null ? null : describeAction(record, id)
}

/** Asks SOAR to end the action and answers how it then stands. */
export async function cancelAction(call: WriteCall, id: string): Promise<ActionRun> {
  const address = `${path}/${checkId(id)}`
  const outcome = await call.post(address, { cancel: true })
  if (outcome.status === 'refused') throw rejectionOf(address, outcome)
  const action = await readAction(call, id)
  if (action === null) throw unreadable(address)
  return action
}

export function describeAction(record: JsonObject, id: string): ActionRun {
  return {
    id,
    action: readText(record.action),
    name: readText(record.name),
    type: readText(record.type),
    containerId: readId(record.container),
    playbookRunId: readId(record.playbook_run),
    state: stateOf(record),
    text: readText(record.message),
    createdAt: readTime(record.create_time),
    updatedAt: readTime(record.update_time),
    closedAt: readTime(record.close_time),
  }
}
