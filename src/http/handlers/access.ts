import type { KeyDesk } from '../../access/key-desk'
import type { UserDesk } from '../../access/user-desk'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'
import { pageAsked } from '../page-asked'

export interface AccessParts {
  access: UserDesk & KeyDesk
}

type UserOperation = 'listUsers' | 'createUser' | 'updateUser'
type KeyOperation = 'listKeys' | 'createKey' | 'updateKey' | 'rotateKey' | 'revokeKey'

export function createUserHandlers({ access }: AccessParts): Pick<Handlers, UserOperation> {
  return {
    listUsers: async ({ query, caller }) => {
      const filter = query.name === undefined ? {} : { name: query.name }
      return { status: 200, body: await access.users(callerOf(caller), filter, pageAsked(query)) }
    },
    createUser: async ({ body, caller }) => ({ status: 201, body: await access.createUser(callerOf(caller), body) }),
    updateUser: async ({ path, body, caller }) => ({
      status: 200,
      body: await access.updateUser(callerOf(caller), path.id, body),
    }),
  }
}

export function createKeyHandlers({ access }: AccessParts): Pick<Handlers, KeyOperation> {
  return {
    listKeys: async ({ query, caller }) => ({
      status: 200,
      body: await access.keys(callerOf(caller), pageAsked(query)),
    }),
    createKey: async ({ body, caller }) => ({ status: 201, body: await access.createKey(callerOf(caller), body) }),
    updateKey: async ({ path, body, caller }) => ({
      status: 200,
      body: await access.updateKey(callerOf(caller), path.keyId, body),
    }),
    rotateKey: async ({ path, body, caller }) => ({
      status: 201,
      body: await access.rotateKey(callerOf(caller), path.keyId, body),
    }),
    revokeKey: async ({ path, caller }) => ({
      status: 200,
      body: await access.revokeKey(callerOf(caller), path.keyId),
    }),
  }
}
