import { isJsonObject, type Json } from '../domain/json'
import type { PageAsked } from '../domain/page'
import { BridgeError, type ErrorKind } from '../errors'

/** One request to the API of a running server, with the key. */
export type SendToApi = (request: {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  query?: Record<string, string>
  body?: Json
}) => Promise<{ status: number; body: Json | undefined }>

/** Reads of our own API: the answers are those of the contract, which the server keeps. */
export type GetFromApi = <Answer>(path: string, filter: object, page?: PageAsked) => Promise<Answer>

export function createGet(send: SendToApi): GetFromApi {
  return async <Answer>(path: string, filter: object, page?: PageAsked) => {
    const query = Object.entries({ ...filter, ...page }).map(([name, value]) => [name, String(value)])
    return (await askApi(send, { method: 'GET', path, query: Object.fromEntries(query) })) as Answer
  }
}

const kinds: Record<number, ErrorKind> = { 400: 'invalid', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found' }
const advice: Record<number, string> = { 401: ' (the key in BRIDGE_KEY)', 403: ' (the key in BRIDGE_KEY)' }

/** The body of a good answer; raises `BridgeError` with the words and the code of a bad one. */
export async function askApi(send: SendToApi, request: Parameters<SendToApi>[0]): Promise<unknown> {
  const { status, body } = await send(request)
  if (status >= 200 && status <= 202 && body !== undefined) return body
  const { code, detail } = isJsonObject(body) ? body : {}
  const says =
    typeof detail === 'string' ? detail : `an answer that is not the bridge's (${status}); does BRIDGE_URL lead to one?`
  throw new BridgeError(
    kinds[status] ?? (status === 409 ? 'conflict' : 'unavailable'),
    `${says}${advice[status] ?? ''}`,
    {
      status,
      ...(typeof code === 'string' && { code }),
    },
  )
}
