import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { EnrichmentRequest } from '../../flows/enrichment-request'
import type { EnrichmentAnswer } from '../../flows/take-enrichments'
import type { SecurityHandlers } from '../authenticate'
import type { AnswerProblem } from '../problem'
import { type BodyLimits, readBody } from '../read-body'
import { admitTo } from './admit'
import { readSecopsPost } from './read-post'
import { replyOf, type SecopsReply } from './reply'
import { findResource, type SecopsResource } from './resources'

export interface SecopsDoorParts {
  /** By their paths. */
  resources: ReadonlyMap<string, SecopsResource>
  security: SecurityHandlers
  takeEnrichments(request: EnrichmentRequest): Promise<EnrichmentAnswer>
  /** Name of the target table of a kind of result. */
  tableOf(kind: SecopsResource['kind']): string
  limits: BodyLimits
  answerProblem: AnswerProblem
}

/**
 * Takes what scripts post, from the first header to the answer. It stands before Express, since its failures have
 * ServiceNow's shape, and the platform looks at address, method and credentials before a script of it sees a body.
 */
export function createSecopsDoor(parts: SecopsDoorParts): RequestListener {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const resource = findResource(parts.resources, request)
    const { kind } = resource
    const caller = await admitTo(resource, request, parts.security)
    const post = readSecopsPost(request, await readBody(request, response, parts.limits))
    const answer = 'refusal' in post ? post : await parts.takeEnrichments({ kind, caller, ...post })
    send(response, replyOf(answer, { tableOf: parts.tableOf, domain: caller.tenant }))
  }
  return (request, response) => {
    take(request, response).catch(error => parts.answerProblem(error, request, response))
  }
}

function send(response: ServerResponse, { status, body, isReplay }: SecopsReply): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(isReplay && { 'Idempotency-Replayed': 'true' }),
  })
  response.end(text)
}
