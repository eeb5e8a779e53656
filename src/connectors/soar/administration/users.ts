import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId, type Filter } from '../query'
import { readAll } from '../walk'
import { getRecord, idOf, referenceOf, textOf, textsOf } from './record'

export const usersPath = '/rest/ph_user'

/** Of `type` SOAR knows more than can be created: `onprem_integration` was seen. */
export interface SoarUser {
  id: string
  username: string
  type: string
  email: string | null
  firstName: string | null
  lastName: string | null
  title: string | null
  location: string | null
  timeZone: string | null
  /** Names. */
  roles: string[]
  /** False for those that were deleted. */
  isActive: boolean
  isSuperuser: boolean
  /** ISO 8601. */
  lastLogin: string | null
  createdAt: string | null
  /** Of automation users only; an empty list lets nobody in. */
  allowedIps?: string[]
  defaultLabel: string | null
  defaultTenantId: string | null
}

export interface UserSearch {
  filters?: readonly Filter[]
  /** SOAR hides automation users otherwise. */
  includesAutomation?: boolean
}

/** GET /rest/ph_user (reference: RESTUser), in the order of their ids; deleted users are there, as not active. */
export async function listUsers(call: ReadCall, search: UserSearch = {}): Promise<SoarUser[]> {
  const { filters = [], includesAutomation = false } = search
  const flags = includesAutomation ? (['include_automation'] as const) : []
  return (await readAll(call, usersPath, { filters, flags })).map(readUser)
}

/** GET /rest/ph_user/<id>. Raises `rejected` with code `not-found` where there is none. */
export async function getUser(call: ReadCall, id: string): Promise<SoarUser> {
  return readUser(await getRecord(call, usersPath, checkId(id)))
}

function readUser(record: JsonObject): SoarUser {
  return {
    id: idOf(record, usersPath),
    username: textOf(record.username) ?? '',
    type: textOf(record.type) ?? 'normal',
    email: textOf(record.email),
    firstName: textOf(record.first_name),
    lastName: textOf(record.last_name),
    title: textOf(record.title),
    location: textOf(record.location),
    timeZone: textOf(record.time_zone),
    roles: textsOf(record.roles),
    isActive: record.is_active !== false,
    isSuperuser: record.is_superuser === true,
    lastLogin: textOf(record.last_login),
    createdAt: textOf(record.date_joined),
    ...(Array.isArray(record.allowed_ips) && { allowedIps: textsOf(record.allowed_ips) }),
    defaultLabel: textOf(record.default_label),
    defaultTenantId: referenceOf(record.default_tenant),
  }
}
