import type { AuditAction, AuditEntry } from '../domain/audit'
import type { Page, PageAsked } from '../domain/page'
import type { Role } from '../domain/role'
import { BridgeError } from '../errors'
import type { Database } from '../store/database'
import { pageOf, toPage } from '../store/page'
import { changeUser, findUser, insertUser, listUsers, type StoredUser } from '../store/users'
import type { AuditLog } from './audit-log'
import type { Passwords } from './passwords'
import { type Asker, requireSeen, tenantFor, tenantSeen } from './tenancy'

export interface UserWish {
  name: string
  password: string
  roles: readonly Role[]
  /** The asker's own unless given. */
  tenant?: string
}

export interface UserChange {
  password?: string
  roles?: readonly Role[]
  disabled?: boolean
}

/** A user as everybody may see it; times are ISO 8601. */
export interface UserView {
  id: string
  name: string
  roles: Role[]
  tenant: string
  disabled: boolean
  createdAt: string
  updatedAt: string
  lastUsedAt: string | null
}

/** Changes are in the audit log, or not done; users of another tenant are not there. Raises `BridgeError`. */
export interface UserDesk {
  users(asker: Asker, filter: { name?: string }, page: PageAsked): Promise<Page<UserView>>
  /** Raises `conflict` where the name is taken, in whatever tenant. */
  createUser(asker: Asker, wish: UserWish): Promise<UserView>
  updateUser(asker: Asker, id: string, change: UserChange): Promise<UserView>
}

export interface UserDeskParts {
  db: Pick<Database, 'read'>
  audit: Pick<AuditLog, 'record'>
  passwords: Pick<Passwords, 'hash'>
  newId(): string
  now(): number
}

export function createUserDesk(parts: UserDeskParts): UserDesk {
  const { read } = parts.db
  return {
    users: async (asker, filter, page) => {
      const rows = await listUsers(read, { ...filter, tenant: tenantSeen(asker) }, pageOf(page))
      return toPage(rows, page.limit, viewOf)
    },
    createUser: (asker, wish) => create(parts, asker, wish),
    updateUser: async (asker, id, change) => {
      const user = requireSeen(asker, await findUser(read, id), 'user-unknown')
      return update(parts, asker, { user, change })
    },
  }
}

const nameShape = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/
const passwordLength = { min: 12, max: 200 }

function requireGoodName(name: string): string {
  if (nameShape.test(name)) return name
  const message = 'expected a name of at most 64 letters, digits and . _ @ -, a letter or digit first'
  throw new BridgeError('invalid', message, { code: 'account-invalid' })
}

/** Length is what counts; rules about characters only make passwords alike. */
function requireGoodPassword(password: string): string {
  const { min, max } = passwordLength
  if (password.length >= min && password.length <= max) return password
  throw new BridgeError('invalid', `expected a password of ${min} to ${max} characters`, { code: 'account-invalid' })
}

async function create({ db, audit, passwords, newId, now }: UserDeskParts, asker: Asker, wish: UserWish) {
  const at = now()
  const user: StoredUser = {
    id: newId(),
    name: requireGoodName(wish.name),
    tenant: tenantFor(asker, wish.tenant),
    password: await passwords.hash(requireGoodPassword(wish.password)),
    roles: [...new Set(wish.roles)],
    createdAt: at,
    updatedAt: at,
    disabledAt: null,
    lastUsedAt: null,
  }
  const { name, roles } = user
  const entry = entryOf(asker, user, { action: 'user.created', detail: { name, roles } })
  const written = await audit.record(entry, [insertUser(db.read, user)])
  if (written.committed) return viewOf(user)
  throw new BridgeError('conflict', 'there is a user of this name already', { code: 'user-exists' })
}

async function update(
  { db, audit, passwords, now }: UserDeskParts,
  asker: Asker,
  { user, change }: { user: StoredUser; change: UserChange },
) {
  const at = now()
  const { password, roles, disabled } = change
  const fields = {
    updatedAt: at,
    ...(password !== undefined && { password: await passwords.hash(requireGoodPassword(password)) }),
    ...(roles !== undefined && { roles: [...new Set(roles)] }),
    ...(disabled !== undefined && { disabledAt: disabled ? (user.disabledAt ?? at) : null }),
  }
  const told = { ...(roles !== undefined && { roles: [...roles] }), ...(disabled !== undefined && { disabled }) }
  const detail = { name: user.name, changed: Object.keys(change), ...told }
  const entry = entryOf(asker, user, { action: 'user.changed', detail })
  await audit.record(entry, [changeUser(db.read, user.id, fields)])
  return viewOf({ ...user, ...fields })
}

function entryOf(
  asker: Asker,
  { id, tenant }: StoredUser,
  what: { action: AuditAction; detail: AuditEntry['detail'] },
): AuditEntry {
  return { tenant, caller: asker.id, subject: id, ...what }
}

function viewOf(user: StoredUser): UserView {
  return {
    id: user.id,
    name: user.name,
    roles: user.roles,
    tenant: user.tenant,
    disabled: user.disabledAt !== null,
    createdAt: new Date(user.createdAt).toISOString(),
    updatedAt: new Date(user.updatedAt).toISOString(),
    lastUsedAt: user.lastUsedAt === null ? null : new Date(user.lastUsedAt).toISOString(),
  }
}
