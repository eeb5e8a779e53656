import { createHash } from 'node:crypto'
import type { Row, Table } from './table'

const USERS: [string, string, string][] = [
  ['soarbridge', 'SOAR', 'Bridge'],
  ['abel.tuter', 'Abel', 'Tuter'],
  ['beth.anglin', 'Beth', 'Anglin'],
]

const GROUPS = ['Service Desk', 'Security Incident Assignment', 'Network']

const ITEMS = [
  { name: 'web-01', fqdn: 'web-01.acme.example', ip_address: '10.20.30.41', sys_class_name: 'cmdb_ci_linux_server' },
  { name: 'lt-4711', fqdn: 'lt-4711.acme.example', ip_address: '10.20.31.7', sys_class_name: 'cmdb_ci_computer' },
]

/** The records of a new instance; their sys_ids are the same on every one. */
export function listSeedRows(tables: Table[]): { table: string; row: Row }[] {
  return [
    ...USERS.map(([user_name, first_name, last_name]) =>
      seed('sys_user', user_name, {
        user_name,
        first_name,
        last_name,
        name: `${first_name} ${last_name}`,
        email: `${user_name}@acme.example`,
        active: 'true',
        time_zone: 'Etc/GMT+8',
      }),
    ),
    ...GROUPS.map(name => seed('sys_user_group', name, { name, description: '' })),
    ...ITEMS.map(item => seed('cmdb_ci', item.name, item)),
    ...tables.flatMap(table => listChoices(table)),
  ]
}

/** Choices that every task shares stand under `task`. */
function listChoices(table: Table): { table: string; row: Row }[] {
  const shared = ['priority', 'impact', 'urgency', 'severity']
  return Object.entries(table.choices).flatMap(([element, labels]) =>
    Object.entries(labels).map(([value, label], i) => {
      const name = shared.includes(element) ? 'task' : table.name
      const row = { name, element, value, label, sequence: String(i + 1), language: 'en', inactive: 'false' }
      return seed('sys_choice', `${name}.${element}.${value}`, row)
    }),
  )
}

function seed(table: string, identity: string, values: Row): { table: string; row: Row } {
  const sys_id = createHash('md5').update(`${table}:${identity}`).digest('hex')
  const stamp = '2026-01-05 08:00:00'
  const system = { sys_created_on: stamp, sys_updated_on: stamp, sys_created_by: 'admin', sys_updated_by: 'admin' }
  return { table, row: { sys_id, ...system, sys_mod_count: '0', sys_tags: '', ...values } }
}
