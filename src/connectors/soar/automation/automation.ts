import type { Clock } from '../../../domain/clock'
import type { WriteCall } from '../call'
import { type ActionAsked, type ActionRun, cancelAction, readAction, startAction } from './actions'
import { type AppRun, type AppRunsAsked, listAppRuns } from './app-runs'
import {
  type Approval,
  type ApprovalDetail,
  type ApprovalsAsked,
  listApprovals,
  minutesLeftOf,
  readApproval,
  readApprovalDetail,
} from './approvals'
import { type Following, followRun, type RunLook, type RunOutcome } from './follow-run'
import {
  cancelRun,
  type LogLine,
  listRuns,
  type PlaybookRun,
  type RunsAsked,
  readRun,
  readRunLog,
} from './playbook-runs'
import {
  type FoundPlaybook,
  findPlaybook,
  listPlaybooks,
  type Playbook,
  type PlaybooksAsked,
  switchPlaybook,
} from './playbooks'
import { type RunAsked, type Started, startRun } from './start-run'

/** Playbooks, their runs, actions with what the apps found, and approvals (soar.md sections 8 to 10). Ids are texts. */
export interface AutomationApi {
  listPlaybooks(asked?: PlaybooksAsked): Promise<Playbook[]>
  findPlaybook(named: string): Promise<FoundPlaybook>
  switchPlaybook(id: string, wish: { isActive: boolean; cancelsRuns?: boolean }): Promise<Playbook>
  startRun(asked: RunAsked): Promise<Started>
  readRun(id: string): Promise<PlaybookRun | null>
  listRuns(asked?: RunsAsked): Promise<PlaybookRun[]>
  followRun(id: string, following?: Following): AsyncGenerator<RunLook>
  /** As `followRun`, for whoever wants the end only. */
  awaitRun(id: string, following?: Following): Promise<RunOutcome>
  cancelRun(id: string): Promise<PlaybookRun>
  readRunLog(id: string): Promise<LogLine[]>
  startAction(asked: ActionAsked): Promise<Started>
  readAction(id: string): Promise<ActionRun | null>
  cancelAction(id: string): Promise<ActionRun>
  listAppRuns(asked: AppRunsAsked): Promise<AppRun[]>
  listApprovals(asked?: ApprovalsAsked): Promise<Approval[]>
  readApproval(id: string): Promise<Approval | null>
  readApprovalDetail(id: string): Promise<ApprovalDetail>
  /** By our own clock; `readApprovalDetail` tells it by SOAR's. Negative once it is over. */
  minutesLeft(approval: Pick<Approval, 'dueAt'>): number | null
}

export function createAutomationApi(line: { call: WriteCall; clock: Clock }): AutomationApi {
  const { call, clock } = line
  return {
    listPlaybooks: asked => listPlaybooks(call, asked),
    findPlaybook: named => findPlaybook(call, named),
    switchPlaybook: (id, wish) => switchPlaybook(call, id, wish),
    startRun: asked => startRun(call, asked),
    readRun: id => readRun(call, id),
    listRuns: asked => listRuns(call, asked),
    followRun: (id, following) => followRun(line, id, following),
    awaitRun: (id, following) => awaitEnd(followRun(line, id, following)),
    cancelRun: id => cancelRun(call, id),
    readRunLog: id => readRunLog(call, id),
    startAction: asked => startAction(call, asked),
    readAction: id => readAction(call, id),
    cancelAction: id => cancelAction(call, id),
    listAppRuns: asked => listAppRuns(call, asked),
    listApprovals: asked => listApprovals(call, asked),
    readApproval: id => readApproval(call, id),
    readApprovalDetail: id => readApprovalDetail(call, id),
    minutesLeft: approval => minutesLeftOf(approval, clock.now()),
  }
}

async function awaitEnd(looks: AsyncGenerator<RunLook>): Promise<RunOutcome> {
  let outcome: RunOutcome = { ending: 'overdue', text: '', expired: [] }
  for await (const look of looks) outcome = look.outcome ?? outcome
  return outcome
}
