import { createTable, EVERYONE, NOBODY, type Table } from './table'

/** How the rows of a staging table become records. */
export interface TransformMap {
  /** The staging table. */
  staging: string
  /** The map's name, as results tell it. */
  name: string
  target: string
  /** Columns of the target by columns of the staging table. */
  fields: Readonly<Record<string, string>>
  /** Columns of the target that make two rows the same record; without any, each row is a new one. */
  coalesce: readonly string[]
}

const SAME =
  'short_description description comments work_notes severity category subcategory cmdb_ci affected_user assignment_group correlation_id correlation_display external_url vendor_reference contact_type business_service source_ip company'

/** The maps every instance has; which columns they coalesce on is not documented. */
export const TRANSFORM_MAPS: readonly TransformMap[] = [
  {
    staging: 'sn_si_incident_import',
    name: 'Security Incident Transform',
    target: 'sn_si_incident',
    fields: { ...Object.fromEntries(SAME.split(' ').map(column => [column, column])), caller: 'opened_by' },
    coalesce: ['correlation_id'],
  },
  {
    staging: 'imp_user',
    name: 'User',
    target: 'sys_user',
    fields: { user_id: 'user_name', first_name: 'first_name', last_name: 'last_name', email: 'email', title: 'title' },
    coalesce: ['user_name'],
  },
]

/** Roles that may load import sets. */
const LOADERS = ['import_set_loader', 'import_transformer', 'import_admin']

const ROW_COLUMNS =
  'sys_import_set sys_import_row sys_import_state sys_import_state_comment sys_target_table sys_target_sys_id sys_transform_map'

/** One staging table a map, and the sets themselves. */
export function listImportTables(maps: readonly TransformMap[]): Table[] {
  const staging = maps.map(({ staging, name, fields }) =>
    createTable(
      { name: staging, label: `${name} Import`, columns: `${Object.keys(fields).join(' ')} ${ROW_COLUMNS}` },
      {
        displayColumn: 'sys_import_row',
        access: { read: LOADERS, write: LOADERS },
        references: { sys_import_set: 'sys_import_set' },
      },
    ),
  )
  const sets = createTable(
    { name: 'sys_import_set', label: 'Import Set', columns: 'number state table_name load_completed multi_import_set' },
    { displayColumn: 'number', access: { read: EVERYONE, write: NOBODY } },
  )
  return [...staging, sets]
}
