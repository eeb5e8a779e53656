import type { Caller } from '../../domain/role'
import type { FieldSettlement } from '../../flows/settle-field'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'

export interface RoundTripParts {
  /** Looks into SOAR at once; raises `not-found` where the caller knows no such connection. */
  announceContainer(soarConnection: string, by: Caller): void
  settleField(settlement: FieldSettlement, by: Caller): Promise<unknown>
}

export function createRoundTripHandlers(parts: RoundTripParts): Pick<Handlers, 'announceContainer' | 'settleField'> {
  return {
    announceContainer: ({ path, caller }) => {
      parts.announceContainer(path.connection, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
    settleField: async ({ path, body, caller }) => {
      await parts.settleField({ linkId: path.id, field: path.field, take: body.take }, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
  }
}
