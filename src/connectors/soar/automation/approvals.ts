import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { readNumber, readObjects, readRecord, readText, readTime, unreadable } from './read-record'

const path = '/rest/approval'
const minuteMs = 60_000

/** `unknown`: a word that the documents do not name. */
export type ApprovalState = 'pending' | 'expired' | 'approved' | 'denied' | 'cancelled' | 'unknown'

/** Something that somebody must decide (reference: REST Approval). Times are epoch milliseconds. */
export interface Approval {
  id: string
  name: string
  state: ApprovalState
  /** `manual`, `parameter` or `asset`. */
  type: string
  /** Number of the user who is asked. */
  ownerId: string | null
  ownerType: string
  actionRunId: string | null
  playbookRunId: string | null
  startedAt: number | null
  dueAt: number | null
  closedAt: number | null
  responses: Json[]
}

/** What SOAR says of an approval for people. The asset's settings hold secrets and are left out. */
export interface ApprovalDetail {
  containerId: string | null
  containerName: string
  /** `repository/name`; null where no playbook asks. */
  playbook: string | null
  actionName: string
  action: string
  /** User name of who is asked. */
  owner: string
  nextOwner: string
  /** `prompts`, `approvals`, `manual tasks` or `action reviews`. */
  kind: string
  assetName: string
  dueAt: number | null
  /** By SOAR's own clock; negative once it is over, null where SOAR does not say. */
  minutesLeft: number | null
  targets: { appId: string | null; parameters: JsonObject[]; assetIds: string[] }[]
}

export interface ApprovalsAsked {
  /** Only those that still wait. */
  isPending?: boolean
  containerId?: string
  playbookRunId?: string
}

const states = new Map<Json | undefined, ApprovalState>([
  ['pending', 'pending'],
  ['expired', 'expired'],
  ['approved', 'approved'],
  ['approve', 'approved'],
  ['denied', 'denied'],
  ['deny', 'denied'],
  ['cancelled', 'cancelled'],
])

/** GET /rest/approval, oldest first. An approval has no container of its own: its action has. */
export async function listApprovals(call: ReadCall, asked: ApprovalsAsked = {}): Promise<Approval[]> {
  const { isPending = false, containerId, playbookRunId } = asked
  const filters: Filter[] = [
    ...(isPending ? [{ field: 'status', value: 'pending' }] : []),
    ...(containerId === undefined ? [] : [{ field: 'action_run__container_id', value: Number(checkId(containerId)) }]),
    ...(playbookRunId === undefined ? [] : [{ field: 'playbook_run', value: Number(checkId(playbookRunId)) }]),
  ]
  const approvals = (await readAll(call, path, { filters })).flatMap(record => {
    const id = readId(record.id)
    return id === null ? [] : [describeApproval(record, id)]
  })
  return approvals
    .filter(approval => !isPending || approval.state === 'pending')
    .filter(approval => playbookRunId === undefined || approval.playbookRunId === playbookRunId)
}

/** The approval, or null where SOAR has none. */
export async function readApproval(call: ReadCall, id: string): Promise<Approval | null> {
  const record = await readRecord(call, { path, id })
  return record === null ? null : describeApproval(record, id)
}

/** GET /rest/approval/<id>/detail_summary_view. Raises `rejected`, code `not-found`, where there is none. */
export async function readApprovalDetail(call: ReadCall, id: string): Promise<ApprovalDetail> {
  const address = `${path}/${checkId(id)}/detail_summary_view`
  const detail = await call.get(address)
  if (!isJsonObject(detail)) throw unreadable(address)
  return describeDetail(detail)
}

/** Minutes until it expires, negative afterwards; null where SOAR does not say when. `now` in epoch milliseconds. */
export function minutesLeftOf({ dueAt }: Pick<Approval, 'dueAt'>, now: number): number | null {
  return dueAt === null ? null : (dueAt - now) / minuteMs
}

export function describeApproval(record: JsonObject, id: string): Approval {
  return {
    id,
    name: readText(record.name),
    state: states.get(record.status) ?? 'unknown',
    type: readText(record.type),
    ownerId: readId(record.owner),
    ownerType: readText(record.owner_type),
    actionRunId: readId(record.action_run),
    playbookRunId: readId(record.playbook_run),
    startedAt: readTime(record.start_time),
    dueAt: readTime(record.due_time),
    closedAt: readTime(record.close_time),
    responses: Array.isArray(record.responses) ? record.responses : [],
  }
}

function describeDetail(detail: JsonObject): ApprovalDetail {
  const secondsLeft = readNumber(detail.time_left)
  const playbook = [readText(detail.playbook_repo), readText(detail.playbook_name)].filter(part => part !== '')
  return {
    containerId: readId(detail.container_id),
    containerName: readText(detail.container_name),
    playbook: playbook.length === 0 ? null : playbook.join('/'),
    actionName: readText(detail.action_name),
    action: readText(detail.action_type),
    owner: readText(detail.owner),
    nextOwner: readText(detail.next_owner),
    kind: readText(detail.notification_type),
    assetName: readText(readObjects([detail.asset ?? null])[0]?.name),
    dueAt: readTime(detail.due_time),
    minutesLeft: secondsLeft === null ? null : secondsLeft / 60,
    targets: readObjects(detail.notification_targets).map(target => ({
      appId: readId(target.app_id),
      parameters: readObjects(target.parameters),
      assetIds: Array.isArray(target.assets) ? target.assets.flatMap(asset => readId(asset) ?? []) : [],
    })),
  }
}
