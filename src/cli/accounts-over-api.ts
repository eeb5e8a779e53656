import type { Json } from '../domain/json'
import type { Accounts } from './accounts'
import { askApi, createGet, type SendToApi } from './ask-api'

/** Looks after users and keys through the API of a running server, with what the key allows. */
export function createApiAccounts(send: SendToApi): Accounts {
  const get = createGet(send)
  const put = async <Answer>(method: 'POST' | 'PATCH', path: string, body?: object) =>
    (await askApi(send, { method, path, ...(body !== undefined && { body: body as Json }) })) as Answer
  const at = (collection: string, id: string) => `/v1/${collection}/${encodeURIComponent(id)}`
  return {
    users: (filter, page) => get('/v1/users', filter, page),
    createUser: wish => put('POST', '/v1/users', wish),
    updateUser: (id, change) => put('PATCH', at('users', id), change),
    keys: page => get('/v1/keys', {}, page),
    createKey: wish => put('POST', '/v1/keys', wish),
    updateKey: (id, change) => put('PATCH', at('keys', id), change),
    rotateKey: (id, wish) => put('POST', `${at('keys', id)}/rotate`, wish),
    revokeKey: id => put('POST', `${at('keys', id)}/revoke`),
    audit: (filter, page) => get('/v1/audit', filter, page),
    verifyAudit: question => get('/v1/audit/verification', question),
    close: async () => {},
  }
}
