import type { WriteCall } from '../call'
import { createUser, type NewUser } from './create-user'
import { deleteUser } from './delete-user'
import { type OwnToken, type Regenerated, readOwnToken, regenerateOwnToken } from './own-token'
import { type UserChanges, updateUser } from './update-user'
import { getUser, listUsers, type SoarUser, type UserSearch } from './users'

export interface UsersApi {
  list(search?: UserSearch): Promise<SoarUser[]>
  get(id: string): Promise<SoarUser>
  /** Answers the new user's id. */
  create(user: NewUser): Promise<string>
  update(id: string, changes: UserChanges): Promise<void>
  /** Answers SOAR's warnings. */
  delete(id: string): Promise<string[]>
  ownToken(id: string): Promise<OwnToken>
  regenerateOwnToken(id: string): Promise<Regenerated>
}

export function createUsersApi(call: WriteCall): UsersApi {
  return {
    list: search => listUsers(call, search),
    get: id => getUser(call, id),
    create: user => createUser(call, user),
    update: (id, changes) => updateUser(call, id, changes),
    delete: id => deleteUser(call, id),
    ownToken: id => readOwnToken(call, id),
    regenerateOwnToken: id => regenerateOwnToken(call, id),
  }
}
