import type { Table } from './table'
import { TASK_CHOICES, TASK_COLUMNS, TASK_DEFAULTS, TASK_REFERENCES } from './task'

const STATES = { '1': 'New', '2': 'In Progress', '3': 'On Hold', '6': 'Resolved', '7': 'Closed', '8': 'Canceled' }

export const INCIDENT: Table = {
  name: 'incident',
  label: 'Incident',
  parent: 'task',
  columns: [
    ...TASK_COLUMNS,
    ...'incident_state caller_id notify hold_reason reopen_count parent_incident child_incidents'.split(' '),
    ...'problem_id rfc caused_by business_stc calendar_stc rejection_goto'.split(' '),
  ],
  defaults: { ...TASK_DEFAULTS, state: '1', category: 'inquiry', notify: '1', reopen_count: '0', child_incidents: '0' },
  references: { ...TASK_REFERENCES, caller_id: 'sys_user', parent_incident: 'incident' },
  choices: {
    ...TASK_CHOICES,
    state: STATES,
    incident_state: STATES,
    category: {
      inquiry: 'Inquiry / Help',
      software: 'Software',
      hardware: 'Hardware',
      network: 'Network',
      database: 'Database',
    },
    hold_reason: { '1': 'Awaiting Caller', '3': 'Awaiting Problem', '4': 'Awaiting Vendor', '5': 'Awaiting Change' },
    close_code: {
      'Solution provided': 'Solution provided',
      'Workaround provided': 'Workaround provided',
      'Resolved by caller': 'Resolved by caller',
      'No resolution provided': 'No resolution provided',
      Duplicate: 'Duplicate',
    },
  },
  displayColumn: 'number',
  access: { read: ['itil'], write: ['itil'] },
  ticket: { prefix: 'INC', closedStates: ['7', '8'], derivesPriority: true, explainedStates: ['6', '7'] },
}
