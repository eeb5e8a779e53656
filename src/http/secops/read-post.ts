import type { IncomingMessage } from 'node:http'
import { parse as parseQuery } from 'node:querystring'
import { type EnrichmentRefusal, invalidPostBody } from '../../domain/enrichment-refusal'
import type { Json } from '../../domain/json'
import { parseStrict } from '../../domain/strict-json'
import { BridgeError } from '../../errors'
import type { EnrichmentRequest } from '../../flows/enrichment-request'
import { isJsonType } from '../validator'

export type SecopsPost = Pick<EnrichmentRequest, 'body' | 'query' | 'idempotencyKey'>

/** Visible ASCII, as the contract says. */
const keyShape = /^[\x21-\x7e]{1,200}$/

/**
 * Reads a post whose caller is let in. A body without a type is read as JSON, which is what the documentation asks for;
 * another type is a mistake before anything is looked at. Raises `invalid` (415).
 */
export function readSecopsPost(
  { headers, url = '' }: IncomingMessage,
  rawBody: Buffer,
): SecopsPost | { refusal: EnrichmentRefusal } {
  const contentType = headers['content-type']
  if (rawBody.length > 0 && contentType !== undefined && !isJsonType(contentType))
    throw new BridgeError('invalid', 'Send the body as application/json.', { code: 'contract', status: 415 })
  const idempotencyKey = headers['idempotency-key']
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === 'string' && keyShape.test(idempotencyKey)))
    return { refusal: invalidPostBody('An Idempotency-Key has 1 to 200 visible characters and no space.') }
  const body = readBodyOf(rawBody)
  if (typeof body === 'object' && 'refusal' in body) return body
  const queryAt = url.indexOf('?')
  const query = queryAt < 0 ? {} : parseQuery(url.slice(queryAt + 1))
  return { body: body?.value, query, idempotencyKey }
}

function readBodyOf(rawBody: Buffer): { value: Json } | { refusal: EnrichmentRefusal } | undefined {
  if (rawBody.length === 0) return undefined
  const read = parseStrict(rawBody)
  return 'failure' in read ? { refusal: invalidPostBody(`The body is not acceptable JSON: ${read.failure}.`) } : read
}
