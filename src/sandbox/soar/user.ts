import { notFound, reply } from './envelope'
import { readNow } from './instant'
import type { JsonObject } from './json'
import type { SandboxUser } from './options'
import { answerList } from './query'
import { type Route, readId } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

const DEFAULT_USERS: readonly SandboxUser[] = [
  { username: 'soar_local_admin', email: 'root@localhost', password: 'password', roles: ['Administrator'] },
  { username: 'automation', type: 'automation', roles: ['Automation'] },
]

/** The users of a fresh system, with those asked for beside or instead of them. */
export function listUsers(asked: readonly SandboxUser[]): SandboxUser[] {
  const byName = new Map([...DEFAULT_USERS, ...asked].map(user => [user.username, user]))
  return [...byName.values()]
}

/** The record of a user (reference: RESTUser); the password stays outside. */
export function describeUser(user: SandboxUser): JsonObject {
  const type = user.type ?? 'normal'
  return {
    username: user.username,
    first_name: user.first_name ?? '',
    last_name: user.last_name ?? '',
    ...(type === 'automation' ? { allowed_ips: ['any'] } : {}),
    roles: [...(user.roles ?? [])],
    title: null,
    prevent_login: false,
    is_active: user.is_active ?? true,
    time_zone: 'UTC',
    email: user.email ?? '',
    is_superuser: false,
    is_staff: false,
    last_login: null,
    location: null,
    default_label: user.default_label ?? null,
    default_tenant: null,
    type,
    date_joined: readNow(),
  }
}

/** `/rest/ph_user`: automation users stay hidden unless asked for by flag or by a filter on `type`. */
export function createUserRoutes({ models, tables }: Soar): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/ph_user',
      answer({ query }) {
        const isAsked =
          query.has('include_automation') || [...query.keys()].some(name => name.startsWith('_filter_type'))
        const normal = (row: Row): boolean => row.type !== 'automation'
        const only = isAsked ? null : new Set([...tables.user.rows()].filter(normal).map(row => row.id))
        return reply(answerList({ model: models.user, query, only }))
      },
    },
    {
      method: 'get',
      path: '/rest/ph_user/:id',
      answer({ params }) {
        const row = tables.user.find(readId(params.id))
        if (row === undefined) throw notFound()
        return reply(row)
      },
    },
  ]
}
