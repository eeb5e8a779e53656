import { type EnrichmentRefusal, insufficientAccess } from '../../domain/enrichment-refusal'
import type { Problem } from '../problem'

/** How a Scripted REST API of ServiceNow says that it failed (facts/servicenow.md 1.3, 3.3). */
export interface SecopsFailure {
  error: { message: string; detail: string | null }
  status: 'failure'
}

export function failureOf({ message, detail }: Pick<EnrichmentRefusal, 'message'> & { detail: string | null }) {
  return { error: { message, detail }, status: 'failure' } as const satisfies SecopsFailure
}

/** What the platform says before a script of it runs; null where it says nothing more. */
const platformFailures: Record<string, { message: string; detail: string | null }> = {
  unauthenticated: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
  forbidden: insufficientAccess(),
  'no-such-path': { message: 'Requested URI does not represent any resource', detail: null },
  'method-not-allowed': { message: 'Method not supported', detail: null },
}

/** Words of the other statuses; the detail is the problem's own. */
const messages: Record<number, string> = {
  400: 'Exception while reading request',
  413: 'Request body too large',
  415: 'Unsupported media type',
  429: 'Rate limit exceeded',
  500: 'Unknown error',
  503: 'Service unavailable',
}

/** What is unavailable before anything is to be stored. */
const busy = ['overloaded', 'identity-provider-down']

/** A problem in ServiceNow's shape. A database that refuses a write is what its documentation calls a failed insert. */
export const secopsForm = {
  contentType: 'application/json',
  bodyOf: ({ status, code, detail }: Problem): SecopsFailure => {
    const known = platformFailures[code]
    if (known !== undefined) return failureOf(known)
    const isRefusedByStore = status === 503 && !busy.includes(code)
    const message = isRefusedByStore ? 'Unable to persist record' : (messages[status] ?? 'Unknown error')
    return failureOf({ message, detail: detail ?? 'The log of the bridge tells more.' })
  },
}
