import type { WriteCall } from '../call'
import type { Filter } from '../query'
import { type AssetsApi, createAssetsApi } from './assets-api'
import { getRole, listRoles, type Role } from './roles'
import { createSystemApi, type SystemApi } from './system-api'
import { getTenant, listTenants, type Tenant } from './tenants'
import { createUsersApi, type UsersApi } from './users-api'
import { createWordsApi, type WordsApi } from './words-api'

/** What administrators look after in SOAR, within one try (see `WriteCall`). Ids are texts. */
export interface AdministrationApi extends WordsApi {
  users: UsersApi
  roles: { list(filters?: readonly Filter[]): Promise<Role[]>; get(id: string): Promise<Role> }
  assets: AssetsApi
  tenants: { list(filters?: readonly Filter[]): Promise<Tenant[]>; get(id: string): Promise<Tenant> }
  system: SystemApi
}

/** Every operation raises `BridgeError`: `rejected`, `denied`, or `unavailable` where an answer proves nothing. */
export function createAdministrationApi(call: WriteCall): AdministrationApi {
  return {
    ...createWordsApi(call),
    users: createUsersApi(call),
    roles: { list: filters => listRoles(call, filters), get: id => getRole(call, id) },
    assets: createAssetsApi(call),
    tenants: { list: filters => listTenants(call, filters), get: id => getTenant(call, id) },
    system: createSystemApi(call),
  }
}
