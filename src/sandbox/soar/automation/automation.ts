import { type Agenda, createAgenda } from './agenda'
import { type Apps, createApps } from './apps'
import { createMachineClock } from './clock'
import { describePlaybook } from './playbook-record'
import type { AutomationOptions, SandboxPlaybook } from './script'
import type { AutomationTables } from './tables'
import { triggerPlaybooks } from './trigger'

export type AutomationSwitches = Required<Omit<AutomationOptions, 'playbooks' | 'apps' | 'clock'>>

/** What is on its way: how to stop it, and who waits for its end. */
export interface Underway {
  /** Takes what is planned for it off the agenda. */
  stop(): void
  /** `message` says how it ended. */
  onEnd(succeeded: boolean, message: string): void
}

/** All that runs, actions and approvals stand on. */
export interface Automation {
  switches: AutomationSwitches
  agenda: Agenda
  apps: Apps
  /** By the id of the playbook. */
  scripts: ReadonlyMap<number, SandboxPlaybook>
  /** What is not over yet, by id. */
  runs: Map<number, Pick<Underway, 'stop'>>
  actions: Map<number, Underway>
  approvals: Map<number, Underway>
  /** An object asks for automation: active playbooks of the container's label start. */
  trigger: typeof triggerPlaybooks
  /** Back to the playbooks of the start; nothing of before goes on. */
  reset(): void
}

export function createAutomation(options: AutomationOptions, tables: AutomationTables): Automation {
  const agenda = createAgenda(options.clock ?? createMachineClock())
  const scripts = new Map((options.playbooks ?? []).map((script, position) => [position + 1, script]))
  const { playbook, playbookRun, playbookRunLog, actionRun, appRun, approval } = tables
  const own = [playbook, playbookRun, playbookRunLog, actionRun, appRun, approval]
  const underway = { runs: new Map(), actions: new Map(), approvals: new Map() }
  const automation: Automation = {
    switches: readAutomationSwitches(options),
    agenda,
    apps: createApps(options.apps ?? []),
    scripts,
    ...underway,
    trigger: triggerPlaybooks,
    reset() {
      agenda.callOff()
      for (const open of Object.values(underway)) open.clear()
      for (const table of own) table.load([])
      for (const script of scripts.values()) playbook.insert(describePlaybook(script, agenda.now()))
    },
  }
  return automation
}

function readAutomationSwitches(options: AutomationOptions): AutomationSwitches {
  return {
    scopeDefault: options.scopeDefault ?? 'new',
    runMessage: options.runMessage ?? 'old',
    cancelledStatus: options.cancelledStatus ?? 'failed',
    approvalAnswers: options.approvalAnswers ?? false,
    approvalStatuses: options.approvalStatuses ?? { approve: 'approved', deny: 'denied' },
    actionsNeedOwner: options.actionsNeedOwner ?? false,
  }
}
