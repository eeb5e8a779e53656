import { credentialOf } from './administration/credentials'
import { type ContentModels, createContentModels } from './content/models'
import { describeColumns, describeForeignKey, type Field, type Model } from './model'
import type { Row } from './table'
import type { Tables } from './tables'
import { findWord } from './vocabulary'

export interface Models extends ContentModels {
  container: Model
  artifact: Model
  user: Model
  severity: Model
  status: Model
  role: Model
  asset: Model
  tenant: Model
}

/** The columns of each object and where its foreign keys lead (facts sections 4 to 6). */
export function createModels(tables: Tables): Models {
  const credential: Model = { table: tables.credential, fields: new Map(CREDENTIAL) }
  const readToken = (row: Row): number | null => credentialOf(tables, row.id)?.id ?? null
  const token = describeForeignKey('token', { kind: 'number', read: readToken, target: () => credential })
  const user: Model = { table: tables.user, fields: new Map([...USER, ...token]) }
  const severity: Model = { table: tables.severity, fields: new Map(WORD) }
  const status: Model = { table: tables.status, fields: new Map(WORD) }
  const owner = describeForeignKey('owner', { kind: 'number', read: row => row.owner ?? null, target: () => user })
  // A record shows the name of its status; a filter compares its id.
  const readStatus = (row: Row): number | null => findWord(tables.status, row.status ?? null)?.id ?? null
  const statusKey = describeForeignKey('status', { kind: 'number', read: readStatus, target: () => status })
  const container: Model = { table: tables.container, fields: new Map([...CONTAINER, ...owner, ...statusKey]) }
  const parent = describeForeignKey('container', {
    kind: 'number',
    read: row => row.container ?? null,
    target: () => container,
  })
  const artifact: Model = { table: tables.artifact, fields: new Map([...ARTIFACT, ...owner, ...parent]) }
  const role: Model = { table: tables.role, fields: new Map(ROLE) }
  const asset: Model = { table: tables.asset, fields: new Map(ASSET) }
  const tenant: Model = { table: tables.tenant, fields: new Map(TENANT) }
  const content = createContentModels(tables, { container, artifact, user })
  return { ...content, container, artifact, user, severity, status, role, asset, tenant }
}

const plainKey = (name: string): [string, Field][] =>
  describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null })

// The key of a severity is its name.
const severityKey = describeForeignKey('severity', { kind: 'text', read: row => row.severity ?? null })

const CONTAINER = [
  ...describeColumns({
    text: [
      'name',
      'description',
      'label',
      'sensitivity',
      'source_data_identifier',
      'hash',
      'kill_chain',
      'container_type',
    ],
    number: ['id', 'version', 'artifact_count'],
    bool: ['in_case'],
    time: [
      'create_time',
      'container_update_time',
      'artifact_update_time',
      'start_time',
      'end_time',
      'open_time',
      'close_time',
      'due_time',
    ],
    json: ['tags', 'data', 'custom_fields'],
  }),
  ...severityKey,
  ...['asset', 'tenant', 'role', 'closing_owner', 'parent_container', 'current_phase', 'ingest_app'].flatMap(plainKey),
]

const ARTIFACT = [
  ...describeColumns({
    text: ['name', 'description', 'label', 'type', 'source_data_identifier', 'hash', 'kill_chain'],
    number: ['id', 'version'],
    bool: ['in_case', 'has_note'],
    time: ['create_time', 'update_time', 'start_time', 'end_time'],
    json: ['tags', 'data', 'cef', 'cef_types'],
  }),
  ...severityKey,
  ...['playbook_run', 'parent_artifact', 'parent_container', 'ingest_app'].flatMap(plainKey),
]

const USER = describeColumns({
  text: ['username', 'first_name', 'last_name', 'email', 'type', 'title', 'default_label'],
  number: ['id'],
  bool: ['is_active', 'is_superuser', 'is_staff', 'prevent_login'],
  time: ['date_joined', 'last_login'],
})

const WORD = describeColumns({
  text: ['name', 'color', 'status_type'],
  number: ['id', 'order'],
  bool: ['is_default', 'disabled', 'is_mutable'],
  time: ['create_time', 'modified_time'],
})

// What a user's token can be filtered by: who has it finds its owner.
const CREDENTIAL = describeColumns({ text: ['key', 'expires_on'], number: ['id'] })

const ROLE = describeColumns({ text: ['name', 'description'], number: ['id'], bool: ['immutable'] })

const ASSET = [
  ...describeColumns({
    text: ['name', 'description', 'type', 'product_vendor', 'product_name', 'product_version'],
    number: ['id', 'version'],
    bool: ['disabled'],
    json: ['tags', 'tenants'],
  }),
  ...['app', 'effective_user'].flatMap(plainKey),
]

const TENANT = describeColumns({ text: ['name', 'description', 'contact'], number: ['id'], bool: ['disabled'] })
