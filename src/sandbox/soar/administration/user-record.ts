import { readNow } from '../instant'
import type { JsonObject } from '../json'
import type { SandboxUser } from './options'

const DEFAULT_USERS: readonly (SandboxUser & { is_superuser?: boolean; is_staff?: boolean })[] = [
  {
    username: 'soar_local_admin',
    email: 'root@localhost',
    password: 'password',
    roles: ['Administrator'],
    is_superuser: true,
    is_staff: true,
  },
  { username: 'automation', type: 'automation', roles: ['Automation'] },
]

/** The users of a fresh system, with those asked for beside or instead of them. */
export function listUsers(asked: readonly SandboxUser[]): SandboxUser[] {
  const byName = new Map([...DEFAULT_USERS, ...asked].map(user => [user.username, user]))
  return [...byName.values()]
}

/** The record of a user as lists show it (reference: RESTUser), where `fields` do not say otherwise. */
export function describeUser(fields: JsonObject): JsonObject {
  return {
    username: null,
    first_name: '',
    last_name: '',
    ...(fields.type === 'automation' ? { allowed_ips: [] } : {}),
    roles: [],
    title: null,
    prevent_login: false,
    is_active: true,
    time_zone: null,
    email: '',
    is_superuser: false,
    is_staff: false,
    last_login: null,
    location: null,
    default_label: null,
    default_tenant: null,
    type: 'normal',
    date_joined: readNow(),
    ...fields,
  }
}

/** What the record of one user shows beside what lists show. */
export const SINGLE_USER = {
  external_update_needed: false,
  onboarding_state: { redirect_onboarding: false },
  externally_managed: false,
  show_onboarding: false,
}
