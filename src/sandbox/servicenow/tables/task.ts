import { EVERYONE, NOBODY, SYSTEM_COLUMNS, type Table } from './table'

/** What incidents and security incidents have in common. */
export const TASK_COLUMNS = [
  ...SYSTEM_COLUMNS,
  ...'number state short_description description priority impact urgency severity category subcategory'.split(' '),
  ...'active assigned_to assignment_group additional_assignee_list opened_at opened_by closed_at closed_by'.split(' '),
  ...'resolved_at resolved_by close_code close_notes cmdb_ci business_service location company contact_type'.split(' '),
  ...'correlation_id correlation_display due_date sla_due expected_start work_start work_end activity_due'.split(' '),
  ...'follow_up time_worked escalation knowledge made_sla approval approval_history approval_set'.split(' '),
  ...'upon_approval upon_reject reassignment_count parent order delivery_plan delivery_task user_input'.split(' '),
  ...'watch_list work_notes_list group_list work_notes comments comments_and_work_notes'.split(' '),
  ...'sys_class_name sys_domain sys_domain_path business_duration calendar_duration wf_activity'.split(' '),
]

export const TASK_DEFAULTS = {
  active: 'true',
  impact: '3',
  urgency: '3',
  severity: '3',
  escalation: '0',
  knowledge: 'false',
  made_sla: 'true',
  approval: 'not requested',
  upon_approval: 'proceed',
  upon_reject: 'cancel',
  reassignment_count: '0',
  sys_domain: 'global',
  sys_domain_path: '/',
}

export const TASK_REFERENCES = {
  assigned_to: 'sys_user',
  assignment_group: 'sys_user_group',
  opened_by: 'sys_user',
  closed_by: 'sys_user',
  resolved_by: 'sys_user',
  cmdb_ci: 'cmdb_ci',
  business_service: 'cmdb_ci',
  sys_domain: 'sys_user_group',
  parent: 'task',
}

const LEVELS = { '1': '1 - High', '2': '2 - Medium', '3': '3 - Low' }

export const TASK_CHOICES = {
  impact: LEVELS,
  urgency: LEVELS,
  severity: LEVELS,
  priority: { '1': '1 - Critical', '2': '2 - High', '3': '3 - Moderate', '4': '4 - Low', '5': '5 - Planning' },
}

export const TASK_STATES = {
  '-5': 'Pending',
  '1': 'Open',
  '2': 'Work in Progress',
  '3': 'Closed Complete',
  '4': 'Closed Incomplete',
  '7': 'Closed Skipped',
}

/** Holds nothing of its own: it shows the records of every table that extends it. */
export const TASK: Table = {
  name: 'task',
  label: 'Task',
  columns: TASK_COLUMNS,
  defaults: TASK_DEFAULTS,
  references: TASK_REFERENCES,
  choices: { ...TASK_CHOICES, state: TASK_STATES },
  displayColumn: 'number',
  access: { read: EVERYONE, write: NOBODY },
}
