import type { Caller } from '../../domain/role'
import type { Reads } from '../../flows/read'
import { callerOf } from '../caller-of'
import type { Handlers, Reply } from '../contract'
import { pageAsked } from '../page-asked'

export interface ReadHandlerParts {
  /** What a caller of this tenant may see. */
  readsOf(tenant: string): Reads
}

type ReadOperation = 'listLinks' | 'getLink' | 'getLinkTimeline' | 'listReceipts' | 'listJobs'

/** The states in our tables are those of the contract; the contract's guard holds the two lists together. */
function page<Id extends ReadOperation>(body: unknown): Reply<Id> {
  return { status: 200, body } as Reply<Id>
}

export function createReadHandlers({ readsOf }: ReadHandlerParts): Pick<Handlers, ReadOperation> {
  const readsFor = (caller: Caller | undefined) => readsOf(callerOf(caller).tenant)
  return {
    listLinks: async ({ query, caller }) => page<'listLinks'>(await readsFor(caller).links(query, pageAsked(query))),
    getLink: async ({ path, caller }) => page<'getLink'>(await readsFor(caller).link(path.id)),
    getLinkTimeline: async ({ path, query, caller }) =>
      page<'getLinkTimeline'>(await readsFor(caller).timeline(path.id, pageAsked(query))),
    listReceipts: async ({ query, caller }) =>
      page<'listReceipts'>(await readsFor(caller).receipts(query, pageAsked(query))),
    listJobs: async ({ query, caller }) => page<'listJobs'>(await readsFor(caller).jobs(query, pageAsked(query))),
  }
}
