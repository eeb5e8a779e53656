import type { Response } from 'express'
import { createStage, type Stage } from '../stage/stage'
import type { Voice } from '../stage/voice'
import { HIBERNATION_PAGE } from './hibernation'
import { refuse, refuseQuery, refuseWrite } from './refuse'

const WRITES: Record<string, 'Insert' | 'Delete'> = { POST: 'Insert', DELETE: 'Delete' }

const RESET_MS = 60_000

export interface ServiceNowStageSettings {
  seed: number
  now: () => number
  /** Active from the start, and after each reset. */
  scenarios: readonly unknown[]
}

/** What stands before this instance. */
export function createServiceNowStage({ seed, now, scenarios }: ServiceNowStageSettings): Stage {
  return createStage({ seed, now, voice: createServiceNowVoice(now), initial: scenarios })
}

/** How an instance speaks when it refuses. */
function createServiceNowVoice(now: () => number): Voice {
  return {
    own: {},
    throttle: (response, retryAfter) => throttle(response, retryAfter, now()),
    fail: (response, status) => refuse(response, status, { message: 'Internal server error', detail: null }),
    forbid: (request, response) => {
      if (request.method === 'GET') refuseQuery(response)
      else refuseWrite(response, WRITES[request.method] ?? 'Update')
    },
    showPage: (response, status) => void response.status(status).type('html').send(HIBERNATION_PAGE),
  }
}

/** The limit is per hour. */
function throttle(response: Response, retryAfter: string | undefined, nowMs: number): void {
  if (retryAfter !== undefined) response.set('Retry-After', retryAfter)
  response.set({
    'X-RateLimit-Limit': '100',
    'X-RateLimit-Reset': String(Math.floor((nowMs + RESET_MS) / 1000)),
    'X-RateLimit-Rule': '5f1a2b3c4d5e6f708192a3b4c5d6e7f8',
  })
  const detail = 'Rate limit of 100 requests per hour for Table API exceeded'
  refuse(response, 429, { message: 'Rate limit exceeded', detail })
}
