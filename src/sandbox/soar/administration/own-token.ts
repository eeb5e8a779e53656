import { createHash } from 'node:crypto'
import { notFound, reply } from '../envelope'
import type { JsonObject } from '../json'
import type { Call, Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { credentialOf, regenerateToken } from './credentials'
import { refuse } from './permissions'
import { findUser } from './users'

/** `/rest/ph_user/<id>/token`: of automation users, for themselves and, with `adminsReadTokens`, for administrators. */
export function createTokenRoutes(soar: Soar): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/ph_user/:id/token',
      answer(call) {
        const { user, credential } = findToken(soar, call)
        return reply(describeToken(user, credential, hashKey(String(credential.key))))
      },
    },
    {
      method: 'post',
      path: '/rest/ph_user/:id/token',
      answer(call) {
        const { user, credential } = findToken(soar, call)
        if (!soar.switches.tokensRegenerateByRest) return reply({ success: true, id: user.id })
        const key = regenerateToken(soar.tables, credential)
        call.note({ effect: 'token.updated', container: null, user: user.id })
        return reply({ success: true, ...describeToken(user, credential, key) })
      },
    },
  ]
}

function findToken(soar: Soar, { params, caller }: Call): { user: Row; credential: Row } {
  const user = findUser(soar, params.id)
  const isAdmin = Array.isArray(caller.roles) && caller.roles.includes('Administrator')
  const mayRead = caller.id === user.id || (isAdmin && soar.switches.adminsReadTokens)
  if (!mayRead) throw refuse(caller, 'read this token')
  const credential = credentialOf(soar.tables, user.id)
  if (credential === undefined || typeof credential.key !== 'string') throw notFound()
  return { user, credential }
}

function describeToken(user: Row, credential: Row, key: string): JsonObject {
  return { id: credential.id, key, allowed_ips: user.allowed_ips ?? [], expires_on: credential.expires_on ?? null }
}

/** A real SOAR was seen to show the token in a form that signs nobody in. */
function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}
