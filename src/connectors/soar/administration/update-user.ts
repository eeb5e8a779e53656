import type { WriteCall } from '../call'
import { unclearAnswer } from '../call'
import { checkId } from '../query'
import { postRecord } from './record'
import {
  type AutomationSettings,
  encodeAutomation,
  encodeProfile,
  encodeRoles,
  type RoleRefs,
  type UserProfile,
} from './user-body'
import { usersPath } from './users'

/** What is left out stays. Name and type of a user never change. */
export interface UserChanges extends UserProfile, AutomationSettings {
  /** Replaces all roles; SOAR then ignores the other two. */
  roles?: RoleRefs
  addRoles?: RoleRefs
  removeRoles?: RoleRefs
  password?: string
}

/** POST /rest/ph_user/<id> (reference: RESTUser). Raises like `createUser`; `not-found` where there is no such user. */
export async function updateUser(call: WriteCall, id: string, changes: UserChanges): Promise<void> {
  const { roles, addRoles, removeRoles, password } = changes
  const path = `${usersPath}/${checkId(id)}`
  const changed = await postRecord(call, path, {
    ...encodeProfile(changes),
    ...encodeAutomation(changes),
    ...(roles !== undefined && { roles: encodeRoles(roles) }),
    ...(addRoles !== undefined && { add_roles: encodeRoles(addRoles) }),
    ...(removeRoles !== undefined && { remove_roles: encodeRoles(removeRoles) }),
    ...(password !== undefined && { password }),
  })
  if (changed !== id) throw unclearAnswer(path)
}
