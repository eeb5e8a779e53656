import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
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

interface Named extends UserProfile {
  username: string
  roles?: RoleRefs
}

/** Signs in with a password of SOAR's own. It travels in the body and shows in no error and no record of the exchange. */
export interface NewLocalUser extends Named {
  type: 'normal'
  password: string
}

/** Signs in elsewhere. */
export interface NewForeignUser extends Named {
  type: 'ldap' | 'openid' | 'saml2'
}

/** A service account: signs in with a token, which SOAR shows to administrators only. */
export interface NewAutomationUser extends Named, AutomationSettings {
  type: 'automation'
}

export type NewUser = NewLocalUser | NewForeignUser | NewAutomationUser

/**
 * POST /rest/ph_user (reference: RESTUser); answers the new user's id. Roles that SOAR does not know may be ignored in
 * silence: read the user back where they matter. Raises `rejected`, `denied`, or `unavailable` where the effect is unknown.
 */
export function createUser(call: WriteCall, user: NewUser): Promise<string> {
  return postRecord(call, usersPath, encodeUser(user))
}

function encodeUser(user: NewUser): JsonObject {
  const { username, roles } = user
  return {
    username,
    ...encodeProfile(user),
    ...(roles !== undefined && { roles: encodeRoles(roles) }),
    // Without a type SOAR makes a normal user; it is not said where the reference does not say it.
    ...(user.type === 'normal' ? { password: user.password } : { type: user.type }),
    ...(user.type === 'automation' && encodeAutomation(user)),
  }
}
