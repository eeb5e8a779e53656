import type { Caller } from '../../domain/role'
import type { JoinWish } from '../../flows/join-links'
import type { FieldSettlement } from '../../flows/settle-field'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'

export interface RoundTripParts {
  /** Looks into SOAR at once; raises `not-found` where the caller knows no such connection. */
  announceContainer(soarConnection: string, by: Caller): void
  settleField(settlement: FieldSettlement, by: Caller): Promise<unknown>
  joinLink(wish: JoinWish, by: Caller): Promise<unknown>
  partLink(linkId: string, by: Caller): Promise<unknown>
}

type RoundTripOperation = 'announceContainer' | 'settleField' | 'joinLink' | 'partLink'

export function createRoundTripHandlers(parts: RoundTripParts): Pick<Handlers, RoundTripOperation> {
  return {
    announceContainer: ({ path, caller }) => {
      parts.announceContainer(path.connection, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
    settleField: async ({ path, body, caller }) => {
      await parts.settleField({ linkId: path.id, field: path.field, take: body.take }, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
    joinLink: async ({ path, body, caller }) => {
      await parts.joinLink({ linkId: path.id, to: body }, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
    partLink: async ({ path, caller }) => {
      await parts.partLink(path.id, callerOf(caller))
      return { status: 202, body: { status: 'accepted' } }
    },
  }
}
