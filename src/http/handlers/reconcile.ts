import type { PageAsked } from '../../domain/page'
import type { Caller } from '../../domain/role'
import type { ReconcileAsked, ReconcilePage } from '../../flows/reconcile'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'
import { pageAsked } from '../page-asked'

export interface ReconcileHandlerParts {
  /** Raises `not-found` where the caller knows no such link or connection. */
  reconcile(asked: ReconcileAsked, page: PageAsked, by: Caller): Promise<ReconcilePage>
}

export function createReconcileHandlers(parts: ReconcileHandlerParts): Pick<Handlers, 'reconcile'> {
  return {
    reconcile: async ({ body, query, caller }) => ({
      status: 200,
      body: await parts.reconcile(body, pageAsked(query), callerOf(caller)),
    }),
  }
}
