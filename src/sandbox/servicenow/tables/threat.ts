import { createTable, type Table } from './table'

const ACCESS = {
  read: ['sn_ti.', 'sn_ti_observable.', 'sn_si.'],
  write: ['sn_ti.write', 'sn_ti.admin', 'sn_ti_observable.write', 'sn_ti_observable.admin'],
}

const FINDINGS = { Malicious: 'Malicious', Suspicious: 'Suspicious', Clean: 'Clean', Unknown: 'Unknown' }

/** Columns as far as public code names them; the platform publishes none. More of them by the option `columns`. */
export const THREAT_TABLES: Table[] = [
  createTable(
    { name: 'sn_ti_observable_type', label: 'Observable Type', columns: 'name value' },
    { displayColumn: 'name', access: { ...ACCESS, write: ['sn_ti.admin'] } },
  ),
  createTable(
    { name: 'sn_ti_observable_context_type', label: 'Observable Context Type', columns: 'name' },
    { displayColumn: 'name', access: { ...ACCESS, write: ['sn_ti.admin'] } },
  ),
  createTable(
    {
      name: 'sn_ti_observable',
      label: 'Observable',
      columns:
        'value type finding sighting_count notes security_tags finding_expiry_time has_manual_finding_override location is_composition',
    },
    {
      displayColumn: 'value',
      access: ACCESS,
      references: { type: 'sn_ti_observable_type' },
      choices: { finding: FINDINGS },
      defaults: { finding: 'Unknown', sighting_count: '0', has_manual_finding_override: 'false' },
    },
  ),
  createTable(
    { name: 'sn_ti_m2m_task_observable', label: 'Task Observable', columns: 'task observable context_type' },
    {
      displayColumn: 'observable',
      access: ACCESS,
      references: { task: 'task', observable: 'sn_ti_observable', context_type: 'sn_ti_observable_context_type' },
    },
  ),
  createTable(
    {
      name: 'sn_ti_lookup_result',
      label: 'Threat Lookup Result',
      columns: 'observable task source_engine finding result details first_found',
    },
    {
      displayColumn: 'result',
      access: ACCESS,
      references: { observable: 'sn_ti_observable', task: 'task' },
      choices: { finding: FINDINGS },
    },
  ),
  createTable(
    {
      name: 'sn_ti_observable_enrichment_result',
      label: 'Observable Enrichment Result',
      columns: 'observable task source_engine enrichment_mapping_id raw_data',
    },
    {
      displayColumn: 'observable',
      access: ACCESS,
      references: { observable: 'sn_ti_observable', task: 'task' },
    },
  ),
  createTable(
    {
      name: 'sn_sec_cmn_ci_enrichment_result',
      label: 'CI Enrichment Result',
      columns: 'cmdb_ci task source_engine enrichment_mapping_id raw_data',
    },
    {
      displayColumn: 'cmdb_ci',
      access: { read: ['sn_sec_cmn.', 'sn_si.'], write: ['sn_sec_cmn.write', 'sn_sec_cmn.admin', 'sn_si.analyst'] },
      references: { cmdb_ci: 'cmdb_ci', task: 'task' },
    },
  ),
]
