import type { Kysely } from 'kysely'
import type { Role } from '../domain/role'
import { type PageQuery, paged } from './page'
import { type Statement, toStatement } from './statement'
import type { Row, Tables } from './tables'

type Read = Kysely<Tables>

/** A user as stored: the hash of the password, never the password. Times are epoch milliseconds. */
export interface StoredUser {
  id: string
  name: string
  /** As `createPasswords` writes it, parameters included. */
  password: string
  roles: Role[]
  tenant: string
  createdAt: number
  updatedAt: number
  disabledAt: number | null
  lastUsedAt: number | null
}

export async function findUserByName(read: Read, name: string): Promise<StoredUser | null> {
  const row = await read.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()
  return row === undefined ? null : toUser(row)
}

export async function findUser(read: Read, id: string): Promise<StoredUser | null> {
  const row = await read.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toUser(row)
}

/** `tenant` null lists those of all. */
export async function listUsers(
  read: Read,
  { tenant, name }: { tenant: string | null; name?: string },
  page: PageQuery,
): Promise<StoredUser[]> {
  const query = read
    .selectFrom('users')
    .selectAll()
    .$if(tenant !== null, q => q.where('tenant', '=', tenant as string))
    .$if(name !== undefined, q => q.where('name', '=', name as string))
  return (await paged(query, page).execute()).map(toUser)
}

/** Changes nothing where the name is taken, which the caller is told. */
export function insertUser(read: Read, user: StoredUser): Statement {
  return toStatement(
    read
      .insertInto('users')
      .values({
        id: user.id,
        name: user.name,
        password: user.password,
        roles: JSON.stringify(user.roles),
        tenant: user.tenant,
        created_at: user.createdAt,
        updated_at: user.updatedAt,
        disabled_at: user.disabledAt,
        last_used_at: user.lastUsedAt,
      })
      .onConflict(conflict => conflict.doNothing()),
    1,
  )
}

export type UserFields = Partial<Pick<StoredUser, 'password' | 'roles' | 'disabledAt'>> & { updatedAt: number }

/** Sets only what is given, so that two changes at once both hold. */
export function changeUser(read: Read, id: string, fields: UserFields): Statement {
  const { password, roles, disabledAt, updatedAt } = fields
  const values = {
    updated_at: updatedAt,
    ...(password !== undefined && { password }),
    ...(roles !== undefined && { roles: JSON.stringify(roles) }),
    ...(disabledAt !== undefined && { disabled_at: disabledAt }),
  }
  return toStatement(read.updateTable('users').set(values).where('id', '=', id), 1)
}

export function noteUserUse(read: Read, id: string, at: number): Statement {
  return toStatement(read.updateTable('users').set({ last_used_at: at }).where('id', '=', id))
}

function toUser(row: Row<'users'>): StoredUser {
  return {
    id: row.id,
    name: row.name,
    password: row.password,
    roles: JSON.parse(row.roles) as Role[],
    tenant: row.tenant,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    disabledAt: row.disabled_at,
    lastUsedAt: row.last_used_at,
  }
}
