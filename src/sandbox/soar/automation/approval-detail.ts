import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { describeAsset } from './apps'
import { repositoryOf } from './playbook-record'

/** What `detail_summary_view` shows of an approval (reference: REST Approval). */
export function describeDetail(soar: Soar, approval: Row): JsonObject {
  const { tables, automation } = soar
  const action = tables.actionRun.find(Number(approval.action_run))
  const container = tables.container.find(Number(action?.container))
  const owner = tables.user.find(Number(approval.owner))
  const notification = nameOfNotification(approval, action)
  const asset = automation.apps.findAsset(approval.asset ?? null)
  return {
    ...describePlaybook(soar, action),
    update_time: action?.update_time ?? null,
    container_id: container?.id ?? null,
    time_left: (Date.parse(String(approval.due_time)) - automation.agenda.now()) / 1000,
    next_owner: null,
    action_name: action?.name ?? null,
    due_time: approval.due_time ?? null,
    asset: asset === undefined ? null : describeAsset(asset, automation.apps.find(asset.app)),
    action_type: action?.action ?? null,
    container_name: container?.name ?? null,
    owner: owner?.username ?? null,
    notification_type: notification,
    type: approval.type ?? null,
    notification_targets: notification === 'manual tasks' ? [] : (action?.targets ?? []),
  }
}

/** An action that no playbook asked for says nothing of one. */
function describePlaybook({ automation }: Soar, action: Row | undefined): JsonObject {
  const script = automation.scripts.get(Number(action?.playbook))
  return script === undefined ? {} : { playbook_repo: repositoryOf(script), playbook_name: script.name }
}

function nameOfNotification({ type }: Row, action: Row | undefined): string {
  if (type === 'asset') return 'approvals'
  if (type === 'parameter') return 'action reviews'
  return action?.action === 'task' ? 'manual tasks' : 'prompts'
}
