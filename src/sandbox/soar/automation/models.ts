import { describeColumns, describeForeignKey, type Field, type Model } from '../model'
import type { AutomationTables } from './tables'

export interface AutomationModels {
  playbook: Model
  playbookRun: Model
  playbookRunLog: Model
  actionRun: Model
  appRun: Model
  approval: Model
}

/** The columns of runs and approvals and where their foreign keys lead (facts sections 8 to 10). */
export function createAutomationModels(
  tables: AutomationTables,
  { container, user }: { container: Model; user: Model },
): AutomationModels {
  const playbook: Model = { table: tables.playbook, fields: new Map(PLAYBOOK) }
  const link = (name: string, target: Model): [string, Field][] =>
    describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null, target: () => target })
  const common = [...link('container', container), ...link('owner', user)]
  const playbookRun: Model = {
    table: tables.playbookRun,
    fields: new Map([...PLAYBOOK_RUN, ...common, ...link('playbook', playbook), ...link('effective_user', user)]),
  }
  const ofRun = link('playbook_run', playbookRun)
  const actionRun: Model = {
    table: tables.actionRun,
    fields: new Map([...ACTION_RUN, ...common, ...ofRun, ...link('playbook', playbook), ...link('creator', user)]),
  }
  const ofAction = link('action_run', actionRun)
  return {
    playbook,
    playbookRun,
    playbookRunLog: { table: tables.playbookRunLog, fields: new Map([...LOG, ...ofRun]) },
    actionRun,
    appRun: {
      table: tables.appRun,
      fields: new Map([...APP_RUN, ...link('container', container), ...ofRun, ...ofAction]),
    },
    approval: { table: tables.approval, fields: new Map([...APPROVAL, ...link('owner', user), ...ofRun, ...ofAction]) },
  }
}

const plainKey = (name: string): [string, Field][] =>
  describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null })

const PLAYBOOK = [
  ...describeColumns({
    text: ['name', 'description', 'category', 'playbook_type'],
    number: ['id', 'version'],
    bool: ['active', 'disabled', 'draft_mode'],
    time: ['create_time', 'update_time'],
    json: ['tags', 'labels', 'input_spec'],
  }),
  ...plainKey('scm'),
]

const PLAYBOOK_RUN = [
  ...describeColumns({
    text: ['status', 'message', 'cancelled', 'ip_address', 'node_guid'],
    number: ['id', 'version', 'log_level', 'last_artifact'],
    bool: ['test_mode'],
    time: ['start_time', 'update_time'],
    json: ['misc', 'inputs', 'outputs', 'action_exec'],
  }),
  ...plainKey('parent_run'),
]

const LOG = describeColumns({ text: ['message'], number: ['id', 'message_type'], time: ['time'] })

const ACTION_RUN = describeColumns({
  text: ['name', 'action', 'status', 'message', 'cancelled', 'comment', 'type', 'ip_address', 'node_guid'],
  number: ['id', 'version', 'exec_delay_secs'],
  time: ['create_time', 'update_time', 'close_time', 'due_time'],
  json: ['targets'],
})

const APP_RUN = [
  ...describeColumns({
    text: ['action', 'app_name', 'app_version', 'status', 'message'],
    number: ['id', 'version'],
    bool: ['exception_occured'],
    time: ['start_time', 'end_time'],
    json: ['result_data', 'result_summary', 'extra_data'],
  }),
  ...['app', 'asset', 'effective_user'].flatMap(plainKey),
]

const APPROVAL = [
  ...describeColumns({
    text: ['name', 'status', 'message', 'type', 'owner_type', 'node_guid'],
    number: ['id', 'version'],
    bool: ['display'],
    time: ['start_time', 'close_time', 'due_time'],
    json: ['responses', 'jitc'],
  }),
  ...['asset', 'parent', 'escalated_approval'].flatMap(plainKey),
]
