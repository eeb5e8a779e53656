import type { Kysely } from 'kysely'
import type { Role } from '../domain/role'
import { type PageQuery, paged } from './page'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** A key as it is stored: its digest, never the key. Times are epoch milliseconds. */
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
  /** Id of the key that it was rotated from. */
  replaces: string | null
}

export async function findKey(read: Read, id: string): Promise<StoredKey | null> {
  const row = await read.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toKey(row)
}

/** What a shown key is held against; nulls where there is no such key. */
export interface KeyProof {
  digest: string | null
  tenant: string | null
}

/** One row, whether there is such a key or not: the time it takes tells nobody which. */
export async function findKeyProof(read: Read, id: string): Promise<KeyProof> {
  return read
    .selectFrom('api_keys')
    .select(({ fn }) => [fn.max('digest').as('digest'), fn.max('tenant').as('tenant')])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** `tenant` null lists those of all. */
export async function listKeys(read: Read, tenant: string | null, page: PageQuery): Promise<StoredKey[]> {
  const query = read
    .selectFrom('api_keys')
    .selectAll()
    .$if(tenant !== null, q => q.where('tenant', '=', tenant as string))
  return (await paged(query, page).execute()).map(toKey)
}

export function insertKey(read: Read, key: StoredKey): Statement {
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
      replaces: key.replaces,
    }),
    1,
  )
}

export type KeyFields = Partial<Pick<StoredKey, 'name' | 'roles' | 'allowIps' | 'expiresAt' | 'revokedAt'>>

/** Sets only what is given. What was revoked stays as it is: then nothing changes, and the caller is told. */
export function changeKey(read: Read, id: string, fields: KeyFields): Statement {
  const { name, roles, allowIps, expiresAt, revokedAt } = fields
  const values = {
    ...(name !== undefined && { name }),
    ...(roles !== undefined && { roles: JSON.stringify(roles) }),
    ...(allowIps !== undefined && { allow_ips: JSON.stringify(allowIps) }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(revokedAt !== undefined && { revoked_at: revokedAt }),
  }
  return toStatement(read.updateTable('api_keys').set(values).where('id', '=', id).where('revoked_at', 'is', null), 1)
}

export function noteKeyUse(read: Read, id: string, at: number): Statement {
  return toStatement(read.updateTable('api_keys').set({ last_used_at: at }).where('id', '=', id))
}

function toKey(row: Row<'api_keys'>): StoredKey {
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
    replaces: row.replaces,
  }
}
