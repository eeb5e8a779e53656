import { createTable, EVERYONE, NOBODY, type Table } from './table'

const USER_ADMIN = { read: EVERYONE, write: ['user_admin'] }
const READ_ONLY = { read: EVERYONE, write: NOBODY }

/** People, groups and what they may; the items tickets are about. */
const PEOPLE_TABLES: Table[] = [
  createTable(
    {
      name: 'sys_user',
      label: 'User',
      columns: 'user_name name first_name last_name email title department manager active locked_out time_zone',
    },
    {
      displayColumn: 'name',
      access: USER_ADMIN,
      references: { manager: 'sys_user' },
      defaults: { active: 'true', locked_out: 'false', time_zone: 'Etc/GMT+8' },
    },
  ),
  createTable(
    { name: 'sys_user_group', label: 'Group', columns: 'name description email manager parent active' },
    {
      displayColumn: 'name',
      access: USER_ADMIN,
      references: { manager: 'sys_user', parent: 'sys_user_group' },
      defaults: { active: 'true' },
    },
  ),
  createTable(
    { name: 'sys_user_grmember', label: 'Group Member', columns: 'user group' },
    { displayColumn: 'user', access: USER_ADMIN, references: { user: 'sys_user', group: 'sys_user_group' } },
  ),
  createTable(
    { name: 'sys_user_role', label: 'Role', columns: 'name description' },
    { displayColumn: 'name', access: USER_ADMIN },
  ),
  createTable(
    { name: 'sys_user_has_role', label: 'User Role', columns: 'user role inherited state' },
    {
      displayColumn: 'role',
      access: USER_ADMIN,
      references: { user: 'sys_user', role: 'sys_user_role' },
      defaults: { inherited: 'false', state: 'active' },
    },
  ),
  createTable(
    {
      name: 'cmdb_ci',
      label: 'Configuration Item',
      columns: 'name fqdn ip_address mac_address serial_number short_description install_status sys_class_name',
    },
    { displayColumn: 'name', access: { read: EVERYONE, write: ['itil'] } },
  ),
]

/** What the platform knows of itself; read only, but for attachments, which have an API of their own. */
const PLATFORM_TABLES: Table[] = [
  createTable(
    { name: 'sys_choice', label: 'Choice', columns: 'name element value label sequence language inactive' },
    { displayColumn: 'label', access: READ_ONLY },
  ),
  createTable(
    {
      name: 'sys_dictionary',
      label: 'Dictionary Entry',
      columns:
        'name element column_label internal_type max_length mandatory read_only active choice default_value display primary reference',
    },
    {
      displayColumn: 'column_label',
      access: READ_ONLY,
      references: { internal_type: 'sys_glide_object', reference: 'sys_db_object' },
    },
  ),
  createTable(
    { name: 'sys_db_object', label: 'Table', columns: 'name label super_class number_ref' },
    { displayColumn: 'label', access: READ_ONLY, references: { super_class: 'sys_db_object' } },
  ),
  createTable(
    { name: 'sys_journal_field', label: 'Journal Entry', columns: 'name element element_id value' },
    { displayColumn: 'value', access: READ_ONLY },
  ),
  createTable(
    {
      name: 'sys_attachment',
      label: 'Attachment',
      columns:
        'table_name table_sys_id file_name content_type size_bytes size_compressed compressed average_image_color image_height image_width state hash',
    },
    { displayColumn: 'file_name', access: READ_ONLY },
  ),
  createTable(
    {
      name: 'sys_attachment_doc',
      label: 'Attachment Document',
      columns: 'sys_attachment position length data',
    },
    {
      displayColumn: 'sys_attachment',
      access: { read: ['admin'], write: NOBODY },
      references: { sys_attachment: 'sys_attachment' },
    },
  ),
]

export const SUPPORT_TABLES = [...PEOPLE_TABLES, ...PLATFORM_TABLES]
