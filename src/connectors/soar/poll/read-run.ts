import type { AppRunChange, RunChange } from '../../../domain/container-change'
import { type ActionRun, describeAction } from '../automation/actions'
import { describeAppRun } from '../automation/app-runs'
import { describeRun } from '../automation/playbook-runs'
import { isOver, type RunState } from '../automation/run-state'
import type { Stamped } from './read-window'

const longestMessage = 1_000
/** An action may use many apps, and all of them share its line. */
const longestOfApp = 300

const states: Record<RunState, RunChange['state']> = {
  pending: 'running',
  running: 'running',
  success: 'success',
  failed: 'failed',
  cancelled: 'cancelled',
  unknown: 'unknown',
}

export function readAction({ id, at, record }: Stamped): RunChange[] {
  const action = describeAction(record, id)
  if (action.containerId === null) return []
  return [
    {
      kind: 'run',
      containerId: action.containerId,
      version: { at },
      id: `action:${id}`,
      name: nameOf(action),
      state: states[action.state],
      message: action.text.slice(0, longestMessage),
      startedAt: action.createdAt,
      endedAt: isOver(action.state) ? (action.closedAt ?? action.updatedAt) : null,
    },
  ]
}

/** What people call it, and what it does where that says more. */
function nameOf({ name, action }: ActionRun): string {
  if (name === '' || name === action) return action
  return action === '' ? name : `${name} (${action})`
}

/** Without its results: they are large, and its message tells what they come to. */
export function readAppRun({ at, record }: Stamped): AppRunChange[] {
  return describeAppRun(record).flatMap(({ id, app, containerId, actionRunId, state, text }): AppRunChange[] => {
    if (containerId === null || actionRunId === null) return []
    const message = text.slice(0, longestOfApp)
    const actionId = `action:${actionRunId}`
    return [{ kind: 'app-run', containerId, version: { at }, id, actionId, app, state: states[state], message }]
  })
}

/** `names` are those of playbooks by their ids. */
export function readPlaybookRun({ id, at, record }: Stamped, names: ReadonlyMap<string, string>): RunChange[] {
  const run = describeRun(record, id)
  if (run.containerId === null) return []
  return [
    {
      kind: 'run',
      containerId: run.containerId,
      version: { at },
      id: `playbook:${id}`,
      name: names.get(run.playbookId ?? '') ?? `playbook ${run.playbookId ?? ''}`.trim(),
      state: states[run.state],
      message: run.text.slice(0, longestMessage),
      startedAt: run.startedAt,
      endedAt: isOver(run.state) ? run.updatedAt : null,
    },
  ]
}
