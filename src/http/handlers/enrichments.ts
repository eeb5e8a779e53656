import { tenantSeen } from '../../access/tenancy'
import type { PageAsked } from '../../domain/page'
import { BridgeError } from '../../errors'
import type { readEnrichments } from '../../flows/read-enrichments'
import { callerOf } from '../caller-of'
import type { Handlers } from '../contract'
import { pageAsked } from '../page-asked'

export interface EnrichmentParts {
  enrichments(filter: Parameters<typeof readEnrichments>[1], page: PageAsked): ReturnType<typeof readEnrichments>
}

export function createEnrichmentHandlers({ enrichments }: EnrichmentParts): Pick<Handlers, 'listEnrichments'> {
  return {
    listEnrichments: async ({ query, caller }) => {
      const { kind, state, observable, ci, createdSince } = query
      const filter = {
        tenant: tenantSeen(callerOf(caller)),
        ...(kind !== undefined && { kind }),
        ...(state !== undefined && { state }),
        ...(observable !== undefined && { observable }),
        ...(ci !== undefined && { ci }),
        ...(createdSince !== undefined && { createdSince: timeOf(createdSince) }),
      }
      return { status: 200, body: await enrichments(filter, pageAsked(query)) }
    },
  }
}

/** The contract looks at digits, not at the calendar. */
function timeOf(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new BridgeError('invalid', 'createdSince is no time', { code: 'contract' })
  return time
}
