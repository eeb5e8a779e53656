import type { IncomingMessage } from 'node:http'
import { type Denied, deniedOf } from './denied'
import { type AnswerProblem, createProblemAnswer, type Problem } from './problem'
import { secopsForm } from './secops/failure'
import { isWebhook } from './webhook-door'

export interface AnswerParts {
  now(): number
  addressOf(request: IncomingMessage): string
  /** A webhook was answered with a problem. */
  onRefused(facts: { connection: string; status: number; code: string }): void
  /** Somebody was turned away (401, 403, 429); `connection` as the path of a webhook names it. */
  onDenied(denial: Denied): void
  onUnexpected(error: unknown): void
}

/** How failures are answered, of our own API and of what stands in for ServiceNow; and who is told of them. */
export function createAnswers(
  parts: AnswerParts,
  isSecops: (url: string) => boolean,
): Record<'problem' | 'secops', AnswerProblem> {
  const onProblem = (request: IncomingMessage, { status, code }: Problem, error: unknown) => {
    if (status === 500) parts.onUnexpected(error)
    const place = placeOf(request, isSecops)
    if (place !== undefined && 'connection' in place) parts.onRefused({ connection: place.connection, status, code })
    const denied = deniedOf(request, { status, place, addressOf: parts.addressOf })
    if (denied !== undefined) parts.onDenied(denied)
  }
  const { now } = parts
  return {
    problem: createProblemAnswer({ now, onProblem }),
    secops: createProblemAnswer({ now, onProblem, form: secopsForm }),
  }
}

/** Of the doors that stand before the contract's validator; who is denied at a resource asked for one that exists. */
function placeOf(
  { url = '', method = '' }: IncomingMessage,
  isSecops: (url: string) => boolean,
): Denied['place'] | undefined {
  if (isWebhook(url)) return { connection: url.split(/[/?]/)[3] ?? '' }
  return isSecops(url) ? { route: `${method} ${url.split('?', 1)[0]}` } : undefined
}
