import type { Table } from './table'
import { TASK_CHOICES, TASK_COLUMNS, TASK_DEFAULTS, TASK_REFERENCES, TASK_STATES } from './task'

/** Any role of Security Incident Response reads; `sn_si.read` alone does not write. */
const ACCESS = {
  read: ['sn_si.'],
  write: ['sn_si.basic', 'sn_si.analyst', 'sn_si.write', 'sn_si.manager', 'sn_si.admin'],
}

export const SECURITY_INCIDENT: Table = {
  name: 'sn_si_incident',
  label: 'Security Incident',
  parent: 'task',
  columns: [
    ...TASK_COLUMNS,
    ...'substate business_criticality risk_score risk_score_override attack_vector alert_sensor'.split(' '),
    ...'affected_user parent_security_incident change_request incident estimated_end secure_notes'.split(' '),
    ...'security_tags mitre_tactic mitre_technique mitre_group mitre_malware mitre_tool external_url'.split(' '),
    ...'source_ip vendor_reference'.split(' '),
  ],
  defaults: {
    ...TASK_DEFAULTS,
    state: '10',
    priority: '4',
    business_criticality: '3',
    risk_score: '0',
    risk_score_override: 'false',
  },
  references: {
    ...TASK_REFERENCES,
    affected_user: 'sys_user',
    incident: 'incident',
    parent_security_incident: 'sn_si_incident',
  },
  choices: {
    ...TASK_CHOICES,
    state: {
      '10': 'Draft',
      '16': 'Analysis',
      '18': 'Contain',
      '19': 'Eradicate',
      '20': 'Recover',
      '100': 'Review',
      '3': 'Closed',
      '7': 'Cancelled',
    },
    business_criticality: { '1': '1 - Critical', '2': '2 - High', '3': '3 - Non-critical' },
    close_code: {
      '100': 'Investigation completed',
      '101': 'Threat mitigated',
      '102': 'Patched vulnerability',
      '1': 'Invalid vulnerability',
      '-100': 'Not resolved',
      '2': 'False positive',
    },
  },
  displayColumn: 'number',
  access: ACCESS,
  ticket: {
    prefix: 'SIR',
    closedStates: ['3', '7'],
    derivesPriority: false,
    explainedStates: ['3'],
    path: ['10', '16', '18', '19', '20', '100', '3'],
  },
}

export const SECURITY_TASK: Table = {
  name: 'sn_si_task',
  label: 'Security Incident Response Task',
  parent: 'task',
  columns: [...TASK_COLUMNS, 'affected_user'],
  defaults: { ...TASK_DEFAULTS, state: '1', priority: '4' },
  references: { ...TASK_REFERENCES, parent: 'sn_si_incident', affected_user: 'sys_user' },
  choices: { ...TASK_CHOICES, state: TASK_STATES },
  displayColumn: 'number',
  access: ACCESS,
  ticket: { prefix: 'SIT', closedStates: ['3', '4', '7'], derivesPriority: false, explainedStates: [] },
}
