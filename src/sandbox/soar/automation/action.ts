import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { recordAppRuns, type Use } from './app-run-record'
import { askApproval, closeApproval, type Question } from './approval'

/** An action as it is to run, whoever asked for it. */
export interface ActionPlan {
  call: Call
  container: Row
  /** Null where no playbook asked for it. */
  run: Row | null
  action: string
  name: string
  type: string
  targets: JsonObject[]
  delaySecs: number
  uses: readonly Use[]
  /** Why it fails before it reaches an app. */
  refusal?: string
  question?: Question
  onEnd(succeeded: boolean, message: string): void
}

interface Performance {
  soar: Soar
  plan: ActionPlan
  row: Row
  stop(): void
}

/** Puts an action into the queue; it starts with the clock's next turn, or after its delay. */
export function performAction(soar: Soar, plan: ActionPlan): Row {
  const { agenda, actions } = soar.automation
  const row = soar.tables.actionRun.insert(describeAction(plan, formatInstant(agenda.now())))
  const performance: Performance = { soar, plan, row, stop: () => undefined }
  actions.set(row.id, { stop: () => performance.stop(), onEnd: plan.onEnd })
  performance.stop = agenda.after(plan.delaySecs * 1000, () => begin(performance))
  plan.call.note({ effect: 'action_run.created', container: plan.container.id, action_run: row.id })
  return row
}

/** Ends an action; one that is over already stays as it is. */
export function cancelAction(soar: Soar, id: number, caller: Row): void {
  const underway = soar.automation.actions.get(id)
  const row = soar.tables.actionRun.find(id)
  if (underway === undefined || row === undefined) return
  underway.stop()
  soar.automation.actions.delete(id)
  for (const approval of [...(soar.tables.approval.lookUp('action_run', id) ?? [])])
    closeApproval(soar, approval, { status: 'cancelled' })
  change(soar, row, {
    status: soar.automation.switches.cancelledStatus,
    cancelled: `cancelled by ${String(caller.username)}`,
    message: 'Action run was cancelled',
    isOver: true,
  })
  underway.onEnd(false, 'the action was cancelled')
}

function begin(performance: Performance): void {
  const { soar, plan, row } = performance
  const { refusal, question } = plan
  if (refusal !== undefined) return end(performance, false, refusal)
  if (question === undefined) return carryOut(performance)
  change(soar, row, { message: question.type === 'manual' ? 'pending-manual-action' : 'pending-approval' })
  askApproval(soar, { action: row, question }, (isAgreed, message) => {
    if (isAgreed && plan.uses.length > 0) carryOut(performance)
    else end(performance, isAgreed, message)
  })
}

function carryOut(performance: Performance): void {
  const { soar, plan, row } = performance
  const startedAt = soar.automation.agenda.now()
  change(soar, row, { status: 'running' })
  const longestMs = plan.uses.reduce((longest, { result }) => Math.max(longest, result.ms ?? 0), 0)
  performance.stop = soar.automation.agenda.after(longestMs, () => {
    const failures = recordAppRuns(soar, { action: row, uses: plan.uses, startedAt, by: plan.call.caller.id })
    const message = failures === 0 ? `${plan.uses.length} actions succeeded` : `${failures} actions failed`
    end(performance, failures === 0, message)
  })
}

function end({ soar, plan, row }: Performance, succeeded: boolean, message: string): void {
  soar.automation.actions.delete(row.id)
  change(soar, row, { status: succeeded ? 'success' : 'failed', message, isOver: true })
  plan.onEnd(succeeded, message)
}

interface ActionChange {
  status?: string
  message?: string
  cancelled?: string
  isOver?: boolean
}

function change(soar: Soar, row: Row, { isOver = false, ...changes }: ActionChange): void {
  const now = formatInstant(soar.automation.agenda.now())
  soar.tables.actionRun.update(row, { ...changes, update_time: now, ...(isOver && { close_time: now }) })
}

/** The record of a new action (facts section 9); `close_time` is null until it is over. */
function describeAction(plan: ActionPlan, now: string): JsonObject {
  const { run, container, call } = plan
  return {
    action: plan.action,
    cancelled: '',
    close_time: null,
    comment: '',
    container: container.id,
    create_time: now,
    creator: call.caller.id,
    due_time: null,
    exec_delay_secs: plan.delaySecs,
    ip_address: null,
    message: '',
    name: plan.name,
    node_guid: null,
    owner: call.caller.id,
    playbook: run?.playbook ?? null,
    playbook_run: run?.id ?? null,
    status: 'pending',
    targets: plan.targets,
    type: plan.type,
    update_time: now,
    version: 1,
  }
}
