import path from 'node:path'
import { createPasswords } from '../../src/access/passwords'
import type { Role } from '../../src/domain/role'
import { Sqlite } from '../../src/store/sqlite-library'
import { nextId } from '../builders/rows'
import type { RunningBridge } from './bridge'

export const knownPassword = 'a password of these tests'
export const knownUser = 'bridge.viewer'

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

const hashed = createPasswords({ now: () => 0 }).hash(knownPassword)

/** Puts a user of this role, called like it, into a running bridge's database; answers the header to log in with. */
export async function openUser({ folder }: Pick<RunningBridge, 'folder'>, role: Role, tenant = 'default') {
  const name = tenant === 'default' ? role : `${role}@${tenant}`
  const db = new Sqlite(path.join(folder, 'bridge.db'), { timeout: 5000 })
  try {
    db.prepare(
      `insert into users (id, name, password, roles, tenant, created_at, updated_at) values (?, ?, ?, ?, ?, 0, 0)
         on conflict do nothing`,
    ).run(nextId(), name, await hashed, JSON.stringify([role]), tenant)
  } finally {
    db.close()
  }
  return basic(name, knownPassword)
}
