import type { ApprovalChange, WorkbookChange } from '../../../domain/container-change'
import { readId } from '../answer'
import { type Approval, describeApproval } from '../automation/approvals'
import { readText } from '../automation/read-record'
import type { ReadCall } from '../call'
import { taskStatuses } from '../content/workbook'
import type { Directory } from './directory'
import type { Stamped } from './read-window'

/** An approval has no container of its own: its action has, or the run that asks. */
export async function readApprovals(
  call: ReadCall,
  records: readonly Stamped[],
  directory: Directory,
): Promise<ApprovalChange[]> {
  const approvals = records.map(({ id, at, record }) => ({ at, approval: describeApproval(record, id) }))
  const idsOf = (read: (approval: Approval) => string | null) => approvals.map(({ approval }) => read(approval))
  const [users, byAction] = await Promise.all([
    directory.users.find(
      call,
      idsOf(({ ownerId }) => ownerId),
    ),
    directory.actionContainers.find(
      call,
      idsOf(({ actionRunId }) => actionRunId),
    ),
  ])
  const orphans = idsOf(({ actionRunId, playbookRunId }) => (byAction.has(actionRunId ?? '') ? null : playbookRunId))
  const byRun = await directory.runContainers.find(call, orphans)
  return approvals.flatMap(({ at, approval }): ApprovalChange[] => {
    const containerId = byAction.get(approval.actionRunId ?? '') ?? byRun.get(approval.playbookRunId ?? '')
    if (containerId === undefined) return []
    const { id, name, state, startedAt, dueAt, closedAt } = approval
    const who = users.get(approval.ownerId ?? '') ?? null
    return [{ kind: 'approval', containerId, version: { at }, id, name, who, state, startedAt, dueAt, closedAt }]
  })
}

export async function readTasks(
  call: ReadCall,
  records: readonly Stamped[],
  directory: Directory,
): Promise<WorkbookChange[]> {
  const idsOf = (column: 'owner' | 'phase') => records.map(({ record }) => readId(record[column]))
  const [users, phases] = await Promise.all([
    directory.users.find(call, idsOf('owner')),
    directory.phases.find(call, idsOf('phase')),
  ])
  return records.flatMap(({ id, at, record }): WorkbookChange[] => {
    const containerId = readId(record.container ?? record.container_id)
    if (containerId === null) return []
    return [
      {
        kind: 'task',
        containerId,
        version: { at },
        id,
        name: readText(record.name),
        phase: phases.get(readId(record.phase) ?? '') ?? '',
        owner: users.get(readId(record.owner) ?? '') ?? null,
        isDone: record.status === taskStatuses.complete,
      },
    ]
  })
}
