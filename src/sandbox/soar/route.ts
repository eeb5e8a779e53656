import { notFound, type Reply } from './envelope'
import type { Json } from './json'
import type { Effect } from './ledger'
import type { Row } from './table'

/** One request, authenticated and parsed, as an endpoint sees it. */
export interface Call {
  params: Record<string, string | undefined>
  query: URLSearchParams
  /** Undefined where there was none. */
  body: Json | undefined
  caller: Row
  /** So many inline artifacts at the end get lost (scenario `artifact-partial`). */
  lostArtifacts: number
  note(effect: Effect): void
}

/** One operation. It answers at once or throws a `Failure` before it has changed anything. */
export interface Route {
  method: 'get' | 'post' | 'delete'
  path: string
  /** A deletion that a token may ask for too; all others take a user's password. */
  isTokenEnough?: true
  answer(call: Call): Reply
}

/** An id from the path; anything but digits is no object of ours. */
export function readId(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}
