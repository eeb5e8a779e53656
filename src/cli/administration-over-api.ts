import { isJsonObject, type Json } from '../domain/json'
import { BridgeError, type ErrorKind } from '../errors'
import type { PageAsked } from '../flows/read'
import type { Administration, JobAnswer } from './administration'

/** One request to the API of a running server, with the key. */
export type SendToApi = (request: {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
}) => Promise<{ status: number; body: Json | undefined }>

/** Looks and acts through the API of a running server, with what the key allows. */
export function createApiAdministration(send: SendToApi): Administration {
  // The answers are those of our own contract, which the server keeps.
  const get = async <Answer>(path: string, filter: object, page?: PageAsked): Promise<Answer> => {
    const query = Object.entries({ ...filter, ...page }).map(([name, value]) => [name, String(value)])
    return (await ask(send, { method: 'GET', path, query: Object.fromEntries(query) })) as Answer
  }
  const act = async (id: string, action: string) =>
    (await ask(send, { method: 'POST', path: `/v1/jobs/${encodeURIComponent(id)}/${action}` })) as JobAnswer
  return {
    links: (filter, page) => get('/v1/links', filter, page),
    link: id => get(`/v1/links/${encodeURIComponent(id)}`, {}),
    timeline: (id, page) => get(`/v1/links/${encodeURIComponent(id)}/timeline`, {}, page),
    receipts: (filter, page) => get('/v1/receipts', filter, page),
    jobs: (filter, page) => get('/v1/jobs', filter, page),
    replayJob: id => act(id, 'replay'),
    discardJob: id => act(id, 'discard'),
    close: async () => {},
  }
}

const kinds: Record<number, ErrorKind> = { 400: 'invalid', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found' }
const advice: Record<number, string> = { 401: ' (the key in BRIDGE_KEY)', 403: ' (the key in BRIDGE_KEY)' }

async function ask(send: SendToApi, request: Parameters<SendToApi>[0]): Promise<unknown> {
  const { status, body } = await send(request)
  if (status === 200 && body !== undefined) return body
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
