import type { Reads } from '../../flows/read'
import type { Handlers, Reply } from '../contract'

export interface ReadHandlerParts {
  reads: Reads
}

type ReadOperation = 'listLinks' | 'getLink' | 'getLinkTimeline' | 'listReceipts' | 'listJobs'

/** The states in our tables are those of the contract; the contract's guard holds the two lists together. */
function page<Id extends ReadOperation>(body: unknown): Reply<Id> {
  return { status: 200, body } as Reply<Id>
}

export function createReadHandlers({ reads }: ReadHandlerParts): Pick<Handlers, ReadOperation> {
  return {
    listLinks: async ({ query }) => page<'listLinks'>(await reads.links(query, pageAsked(query))),
    getLink: async ({ path }) => page<'getLink'>(await reads.link(path.id)),
    getLinkTimeline: async ({ path, query }) =>
      page<'getLinkTimeline'>(await reads.timeline(path.id, pageAsked(query))),
    listReceipts: async ({ query }) => page<'listReceipts'>(await reads.receipts(query, pageAsked(query))),
    listJobs: async ({ query }) => page<'listJobs'>(await reads.jobs(query, pageAsked(query))),
  }
}

function pageAsked(query: { limit?: number; after?: string }) {
  const limit = Number(query.limit ?? 50)
  return query.after === undefined ? { limit } : { limit, after: query.after }
}
