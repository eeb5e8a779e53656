import { describeColumns, describeForeignKey, type Model } from '../model'
import { credentialOf } from './credentials'
import type { AdministrationTables } from './tables'

export interface AdministrationModels {
  user: Model
  severity: Model
  status: Model
  role: Model
  asset: Model
  tenant: Model
}

/** What lists of administration can be filtered and sorted by. */
export function createAdministrationModels(tables: AdministrationTables): AdministrationModels {
  const credential: Model = { table: tables.credential, fields: new Map(CREDENTIAL) }
  const token = describeForeignKey('token', {
    kind: 'number',
    read: row => credentialOf(tables, row.id)?.id ?? null,
    target: () => credential,
  })
  return {
    user: { table: tables.user, fields: new Map([...USER, ...token]) },
    severity: { table: tables.severity, fields: new Map(WORD) },
    status: { table: tables.status, fields: new Map(WORD) },
    role: { table: tables.role, fields: new Map(ROLE) },
    asset: { table: tables.asset, fields: new Map(ASSET) },
    tenant: { table: tables.tenant, fields: new Map(TENANT) },
  }
}

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
  ...['app', 'effective_user'].flatMap(name =>
    describeForeignKey(name, { kind: 'number', read: row => row[name] ?? null }),
  ),
]

const TENANT = describeColumns({ text: ['name', 'description', 'contact'], number: ['id'], bool: ['disabled'] })
