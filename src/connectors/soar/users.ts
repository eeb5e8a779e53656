import type { JsonObject } from '../../domain/json'
import type { ReadCall } from './call'
import type { Filter } from './query'
import { readAll } from './walk'

const path = '/rest/ph_user'

/** GET /rest/ph_user with one filter. Automation users are left out by SOAR, deleted ones (`is_active` false) here. */
export async function findUsers(call: ReadCall, filter: Filter): Promise<JsonObject[]> {
  const users = await readAll(call, path, { filters: [filter] })
  return users.filter(user => user.is_active !== false)
}
