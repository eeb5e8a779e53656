import { createHash } from 'node:crypto'
import type { Row, Table } from './table'

export interface SeedRow {
  table: string
  row: Row
}

/** The account of whoever integrates. */
export const BOT_NAME = 'soarbridge'

const USERS: [string, string, string][] = [
  [BOT_NAME, 'SOAR', 'Bridge'],
  ['abel.tuter', 'Abel', 'Tuter'],
  ['beth.anglin', 'Beth', 'Anglin'],
  ['admin', 'System', 'Administrator'],
]

/** People: one of the security team, one who must not see its tickets, one who keeps the instance. */
const PEOPLE_ROLES: Record<string, readonly string[]> = {
  'abel.tuter': ['itil', 'sn_si.analyst', 'sn_ti.write'],
  'beth.anglin': ['itil'],
  admin: ['admin'],
}

const ROLES =
  'admin itil user_admin import_transformer import_set_loader sn_si.read sn_si.basic sn_si.analyst sn_si.write sn_si.manager sn_si.admin sn_ti.read sn_ti.write sn_ti.admin sn_ti_observable.read sn_ti_observable.write sn_ti_observable.admin sn_sec_cmn.read sn_sec_cmn.write sn_sec_cmn.api_write sn_sec_cmn.admin'

const GROUPS = ['Service Desk', 'Security Incident Assignment', 'Network']

const MEMBERS: [string, string][] = [
  ['abel.tuter', 'Security Incident Assignment'],
  ['beth.anglin', 'Service Desk'],
]

const ITEMS = [
  { name: 'web-01', fqdn: 'web-01.acme.example', ip_address: '10.20.30.41', sys_class_name: 'cmdb_ci_linux_server' },
  { name: 'lt-4711', fqdn: 'lt-4711.acme.example', ip_address: '10.20.31.7', sys_class_name: 'cmdb_ci_computer' },
]

const OBSERVABLE_TYPES = [
  'IP address (V4)',
  'IP address (V6)',
  'Domain name',
  'Email address',
  'URL',
  'MD5 hash',
  'SHA1 hash',
  'SHA256 hash',
  'Unknown',
]

const CONTEXT_TYPES = ['Source IP', 'Destination IP', 'Referrer URL']

/** The records of a new instance; their sys_ids are the same on every one. */
export function listSeedRows(tables: readonly Table[], botRoles: readonly string[]): SeedRow[] {
  return [
    ...USERS.flatMap(([user_name, first, last]) => listUser(user_name, { first, last }, botRoles)),
    ...[...new Set([...ROLES.split(' '), ...botRoles])].map(name => seedRow('sys_user_role', name, { name })),
    ...GROUPS.map(name => seedRow('sys_user_group', name, { name, active: 'true' })),
    ...MEMBERS.map(([user, group]) =>
      seedRow('sys_user_grmember', `${user}.${group}`, {
        user: seedId('sys_user', user),
        group: seedId('sys_user_group', group),
      }),
    ),
    ...ITEMS.map(item => seedRow('cmdb_ci', item.name, item)),
    ...OBSERVABLE_TYPES.map(name => seedRow('sn_ti_observable_type', name, { name, value: name })),
    ...CONTEXT_TYPES.map(name => seedRow('sn_ti_observable_context_type', name, { name })),
    ...tables.flatMap(table => listChoices(table)),
  ]
}

function listUser(user_name: string, name: { first: string; last: string }, botRoles: readonly string[]): SeedRow[] {
  const user = seedRow('sys_user', user_name, {
    user_name,
    first_name: name.first,
    last_name: name.last,
    name: `${name.first} ${name.last}`,
    email: `${user_name}@acme.example`,
    active: 'true',
    locked_out: 'false',
    time_zone: 'Etc/GMT+8',
  })
  const roles = user_name === BOT_NAME ? botRoles : (PEOPLE_ROLES[user_name] ?? [])
  const held = roles.map(role =>
    seedRow('sys_user_has_role', `${user_name}.${role}`, {
      user: seedId('sys_user', user_name),
      role: seedId('sys_user_role', role),
      inherited: 'false',
      state: 'active',
    }),
  )
  return [user, ...held]
}

/** Choices that every task shares stand under `task`. */
function listChoices(table: Table): SeedRow[] {
  const shared = ['priority', 'impact', 'urgency', 'severity']
  const own = Object.entries(table.choices).filter(
    ([element]) => table.parent === undefined || !shared.includes(element),
  )
  return own.flatMap(([element, labels]) =>
    Object.entries(labels).map(([value, label], i) => {
      const row = {
        name: table.name,
        element,
        value,
        label,
        sequence: String(i + 1),
        language: 'en',
        inactive: 'false',
      }
      return seedRow('sys_choice', `${table.name}.${element}.${value}`, row)
    }),
  )
}

/** The same on every instance. */
export function seedId(table: string, identity: string): string {
  return createHash('md5').update(`${table}:${identity}`).digest('hex')
}

export function seedRow(table: string, identity: string, values: Row): SeedRow {
  const stamp = '2026-01-05 08:00:00'
  const system = { sys_created_on: stamp, sys_updated_on: stamp, sys_created_by: 'admin', sys_updated_by: 'admin' }
  return { table, row: { sys_id: seedId(table, identity), ...system, sys_mod_count: '0', ...values } }
}
