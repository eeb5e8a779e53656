import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { allTenants, type Caller, defaultTenant } from '../../domain/role'
import { BridgeError } from '../../errors'
import type { SecurityHandlers } from '../authenticate'
import { callerOf } from '../caller-of'
import { requireSingleHeaders } from '../guard-headers'
import type { SecopsResource } from './resources'

/** Who posts, by a key or a user with the role that the contract names. Raises why nobody is let in. */
export async function admitTo(
  { roles }: SecopsResource,
  incoming: IncomingMessage,
  { key, user }: SecurityHandlers,
): Promise<Caller> {
  const request = requireSingleHeaders(incoming as Request)
  if ((await key(request, roles.key)) || (await user(request, roles.user))) return atHome(callerOf(request.caller))
  throw request.refusal ?? new BridgeError('unauthenticated', 'credentials are missing or wrong')
}

/** What a caller of all tenants posts belongs to the default one, as accounts do. */
function atHome(caller: Caller): Caller {
  return caller.tenant === allTenants ? { ...caller, tenant: defaultTenant } : caller
}
