import { requireObject } from '../body'
import { Failure, notFound, reply } from '../envelope'
import type { JsonObject } from '../json'
import { answerList } from '../query'
import { type Call, type Route, readId } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { addCredential, credentialOf } from './credentials'
import { readRoles, readUserFields, readUserType } from './user-fields'
import { describeUser, SINGLE_USER } from './user-record'

/** `/rest/ph_user` (reference: RESTUser). Automation users stay hidden unless asked for by flag or by a filter on `type`. */
export function createUserRoutes(soar: Soar): Route[] {
  return [
    { method: 'get', path: '/rest/ph_user', answer: ({ query }) => reply(answerList(listAsked(soar, query))) },
    {
      method: 'post',
      path: '/rest/ph_user',
      answer: call => reply(createUser(soar, call, requireObject(call.body))),
    },
    {
      method: 'get',
      path: '/rest/ph_user/:id',
      answer: ({ params }) => reply({ ...findUser(soar, params.id), ...SINGLE_USER }),
    },
    {
      method: 'post',
      path: '/rest/ph_user/:id',
      answer: call => reply(updateUser(soar, call, requireObject(call.body))),
    },
    { method: 'delete', path: '/rest/ph_user/:id', answer: call => reply(deleteUser(soar, call)) },
  ]
}

export function findUser({ tables }: Soar, id: string | undefined): Row {
  const user = tables.user.find(readId(id))
  if (user === undefined) throw notFound()
  return user
}

function listAsked({ models, tables }: Soar, query: URLSearchParams): Parameters<typeof answerList>[0] {
  const names = [...query.keys()]
  // Who looks for the owner of a token looks for an automation user.
  const isAsked = query.has('include_automation') || names.some(name => name.startsWith('_filter_type'))
  const normal = (row: Row): boolean => row.type !== 'automation'
  const only = isAsked ? null : new Set([...tables.user.rows()].filter(normal).map(row => row.id))
  return { model: models.user, query, only }
}

function createUser(soar: Soar, call: Call, body: JsonObject): JsonObject {
  const { username, password } = body
  if (typeof username !== 'string' || username === '') throw new Failure(400, '"username" is a required field')
  // The text is not verified; the name of a deleted user stays taken.
  if (soar.tables.user.lookUp('username', username)?.size)
    throw new Failure(400, 'User with this username already exists')
  const type = readUserType(body)
  if (type === 'normal' && typeof password !== 'string') throw new Failure(400, '"password" is a required field')
  const roles = readRoles(soar, body, [])
  const user = soar.tables.user.insert(describeUser({ username, type, roles, ...readUserFields(body, type) }))
  addCredential(soar.tables, user, { password: password ?? null })
  call.note({ effect: 'user.created', container: null, user: user.id })
  return { id: user.id, success: true }
}

/** Partial. Name and type stay what they are; what is unknown is ignored. */
function updateUser(soar: Soar, call: Call, body: JsonObject): JsonObject {
  const user = findUser(soar, call.params.id)
  const roles = Array.isArray(user.roles) ? user.roles : []
  const sent = readUserFields(body, user.type ?? null)
  const rolesAreSent = ['roles', 'add_roles', 'remove_roles'].some(name => body[name] !== undefined)
  const changes = { ...sent, ...(rolesAreSent ? { roles: readRoles(soar, body, roles) } : {}) }
  soar.tables.user.update(user, changes)
  const credential = credentialOf(soar.tables, user.id)
  if (credential !== undefined && typeof body.password === 'string' && user.type === 'normal')
    soar.tables.credential.update(credential, { password: body.password })
  call.note({ effect: 'user.updated', container: null, user: user.id, fields: Object.keys(changes) })
  return { id: user.id, success: true }
}

/** Deleted softly: the record stays and its owner is kept out. */
function deleteUser(soar: Soar, call: Call): JsonObject {
  const user = findUser(soar, call.params.id)
  soar.tables.user.update(user, { is_active: false })
  call.note({ effect: 'user.deleted', container: null, user: user.id })
  return { success: true, warning_messages: [] }
}
