import type { Backfill, BackfillWish } from '../../domain/backfill'
import type { Caller } from '../../domain/role'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'

export interface BackfillHandlerParts {
  /** Raises `not-found` where the caller knows no such connection. */
  startBackfill(wish: BackfillWish, by: Caller): Promise<Backfill>
  /** Raises `not-found` where the caller knows no such backfill. */
  readBackfill(id: string, by: Caller): Promise<Backfill>
}

export function createBackfillHandlers(parts: BackfillHandlerParts): Pick<Handlers, 'startBackfill' | 'getBackfill'> {
  return {
    startBackfill: async ({ body, caller }) => {
      const { connection, since, query = '', limit = null } = body
      const wish = { connection, since: Date.parse(since), query, most: limit }
      return { status: 202, body: view(await parts.startBackfill(wish, callerOf(caller))) }
    },
    getBackfill: async ({ path, caller }) => ({
      status: 200,
      body: view(await parts.readBackfill(path.id, callerOf(caller))),
    }),
  }
}

function view({ since, query, most, position: _, createdAt, updatedAt, ...rest }: Backfill) {
  return {
    ...rest,
    since: new Date(since).toISOString(),
    query: query === '' ? null : query,
    limit: most,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  }
}
