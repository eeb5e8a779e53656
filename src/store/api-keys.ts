import type { Kysely } from 'kysely'
import type { Role } from '../domain/role'
import { type Statement, toStatement } from './statement'
import type { Tables } from './tables'

/** A key as it is stored: its digest, never the key. */
export interface StoredKey {
  id: string
  name: string
  digest: string
  roles: Role[]
  tenant: string
  allowIps: string[]
  createdAt: number
  expiresAt: number | null
  revokedAt: number | null
  lastUsedAt: number | null
}

export async function findKey(read: Kysely<Tables>, id: string): Promise<StoredKey | null> {
  const row = await read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    name: row.name,
    digest: row.digest,
    roles: JSON.parse(row.roles) as Role[],
    tenant: row.tenant,
    allowIps: JSON.parse(row.allow_ips) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}

export function insertKey(read: Kysely<Tables>, key: StoredKey): Statement {
  return toStatement(
    read.insertInto('api_keys').values({
      id: key.id,
      name: key.name,
      digest: key.digest,
      roles: JSON.stringify(key.roles),
      tenant: key.tenant,
      allow_ips: JSON.stringify(key.allowIps),
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      revoked_at: key.revokedAt,
      last_used_at: key.lastUsedAt,
    }),
    1,
  )
}

export function noteKeyUse(read: Kysely<Tables>, id: string, at: number): Statement {
  return toStatement(read.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id))
}
