import type { Caller } from '../domain/role'
import { BridgeError } from '../errors'

/** Who asks, where the contract lets nobody unknown in; raises where it did all the same. */
export function callerOf(caller: Caller | undefined): Caller {
  if (caller === undefined) throw new BridgeError('unauthenticated', 'credentials are missing or wrong')
  return caller
}
