import path from 'node:path'
import { createKeyToken } from '../../src/access/key-token'
import type { Role } from '../../src/domain/role'
import { Sqlite } from '../../src/store/sqlite-library'
import type { RunningBridge } from './bridge'

/** Puts a key into a running bridge's database, from outside. */
export async function openKey(bridge: Pick<RunningBridge, 'folder'>, ...roles: Role[]): Promise<string> {
  return openTenantKey(bridge, 'default', roles)
}

export async function openTenantKey(
  { folder }: Pick<RunningBridge, 'folder'>,
  tenant: string,
  roles: Role[],
): Promise<string> {
  const { token, id, digest } = createKeyToken()
  const db = new Sqlite(path.join(folder, 'bridge.db'), { timeout: 5000 })
  try {
    db.prepare(
      `insert into api_keys (id, name, digest, roles, tenant, allow_ips, created_at) values (?, 'test', ?, ?, ?, '["any"]', 0)`,
    ).run(id, digest, JSON.stringify(roles), tenant)
  } finally {
    db.close()
  }
  return token
}
