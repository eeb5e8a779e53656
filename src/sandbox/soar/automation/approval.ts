import { formatInstant } from '../instant'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { Asset } from './apps'
import type { Underway } from './automation'
import type { ScriptedAnswer } from './script'

/** What somebody is asked before an action goes on. */
export interface Question {
  /** User name or e-mail address. */
  user: string
  minutes: number
  /** A question or a task, the parameters of an action, the use of an asset. */
  type: 'manual' | 'parameter' | 'asset'
  asset?: Asset
  answered?: ScriptedAnswer
}

const MINUTE_MS = 60_000

/** Asks; `onEnd` hears of the answer, or that nobody answered in time. */
export function askApproval(soar: Soar, asked: { action: Row; question: Question }, onEnd: Underway['onEnd']): void {
  const { agenda, approvals } = soar.automation
  const approval = soar.tables.approval.insert(describeApproval(soar, asked))
  const { minutes, answered } = asked.question
  const cancelExpiry = agenda.after(minutes * MINUTE_MS, () => closeApproval(soar, approval.id, { status: 'expired' }))
  const cancelAnswer =
    answered === undefined
      ? () => undefined
      : agenda.after(answered.afterMs, () => answerApproval(soar, approval.id, answered))
  const stop = (): void => {
    cancelExpiry()
    cancelAnswer()
  }
  approvals.set(approval.id, { stop, onEnd })
}

/** Somebody answers. False where it is over already. */
export function answerApproval(soar: Soar, id: number, answer: Pick<ScriptedAnswer, 'with' | 'responses'>): boolean {
  const status = soar.automation.switches.approvalStatuses[answer.with]
  return closeApproval(soar, id, { status, isAgreed: answer.with === 'approve', responses: answer.responses ?? [] })
}

interface ApprovalEnd {
  status: string
  isAgreed?: boolean
  responses?: readonly string[]
}

/** Ends an approval and what waits for it goes on. False where it is over already. */
export function closeApproval(soar: Soar, id: number, ending: ApprovalEnd): boolean {
  const { agenda, approvals } = soar.automation
  const underway = approvals.get(id)
  const row = soar.tables.approval.find(id)
  if (underway === undefined || row === undefined) return false
  const { status, isAgreed = false, responses = [] } = ending
  underway.stop()
  approvals.delete(id)
  soar.tables.approval.update(row, { status, close_time: formatInstant(agenda.now()), responses: [...responses] })
  if (status !== 'cancelled') underway.onEnd(isAgreed, `${String(row.name)}: ${status}`)
  return true
}

/** The record of a new approval (reference: REST Approval); `close_time` is null until it is over. */
function describeApproval(soar: Soar, { action, question }: { action: Row; question: Question }): JsonObject {
  const now = soar.automation.agenda.now()
  const isManual = question.type === 'manual'
  return {
    status: 'pending',
    owner_type: isManual ? 'User' : 'Action Reviewer',
    action_run: action.id,
    playbook_run: action.playbook_run ?? null,
    escalated_approval: null,
    name: isManual ? (action.name ?? null) : `approval for ${String(action.action)}`,
    parent: null,
    node_guid: null,
    start_time: formatInstant(now),
    close_time: null,
    due_time: formatInstant(now + question.minutes * MINUTE_MS),
    version: 1,
    jitc: {},
    asset: question.asset?.id ?? null,
    owner: findUserId(soar, question.user),
    message: isManual ? 'pending-manual-action' : 'pending-approval',
    type: question.type,
    display: true,
    responses: [],
  }
}

/** By user name or e-mail address; null where there is none. */
export function findUserId({ tables }: Soar, user: string): number | null {
  const [byName] = tables.user.lookUp('username', user) ?? []
  return byName ?? [...tables.user.rows()].find(({ email }) => email === user)?.id ?? null
}
