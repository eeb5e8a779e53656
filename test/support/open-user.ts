import { randomBytes, scryptSync } from 'node:crypto'
import path from 'node:path'
import type { Role } from '../../src/domain/role'
import { Sqlite } from '../../src/store/sqlite-library'
import { nextId } from '../builders/rows'
import type { RunningBridge } from './bridge'

export const knownPassword = 'a password of these tests'
export const knownUser = 'bridge.viewer'

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

const cheapCost = { N: 2 ** 10, r: 8, p: 1 }

/** As passwords are stored, with a cost of its own: those of the bridge are slow by design, which these users do not prove. */
function cheapHash(password: string): string {
  const salt = randomBytes(16)
  const { N, r, p } = cheapCost
  const hash = scryptSync(password, salt, 32, cheapCost)
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

const hashed = cheapHash(knownPassword)

/** Puts a user of this role, called like it, into a running bridge's database; answers the header to log in with. */
export async function openUser({ folder }: Pick<RunningBridge, 'folder'>, role: Role, tenant = 'default') {
  const name = tenant === 'default' ? role : `${role}@${tenant}`
  const db = new Sqlite(path.join(folder, 'bridge.db'), { timeout: 5000 })
  try {
    db.prepare(
      `insert into users (id, name, password, roles, tenant, created_at, updated_at) values (?, ?, ?, ?, ?, 0, 0)
         on conflict do nothing`,
    ).run(nextId(), name, hashed, JSON.stringify([role]), tenant)
  } finally {
    db.close()
  }
  return basic(name, knownPassword)
}
