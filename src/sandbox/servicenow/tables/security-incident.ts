import type { Table } from './table'
import { TASK_CHOICES, TASK_COLUMNS, TASK_DEFAULTS, TASK_REFERENCES } from './task'

export const SECURITY_INCIDENT: Table = {
  name: 'sn_si_incident',
  columns: [
    ...TASK_COLUMNS,
    ...'substate business_criticality risk_score attack_vector alert_sensor affected_user'.split(' '),
    ...'parent_security_incident change_request incident estimated_end secure_notes security_tags'.split(' '),
    ...'mitre_tactic mitre_technique mitre_group mitre_malware mitre_tool external_url source_ip'.split(' '),
  ],
  defaults: { ...TASK_DEFAULTS, state: '10', priority: '4', business_criticality: '3', risk_score: '0' },
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
  ticket: { prefix: 'SIR', closedStates: ['3', '7'], derivesPriority: false, role: 'sn_si.' },
}
