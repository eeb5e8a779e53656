import type { Response } from 'express'
import { createStage, type Stage } from '../stage/stage'
import type { Voice } from '../stage/voice'
import { LOGIN_PAGE } from './login-page'
import { refuse } from './refuse'
import type { Flavor } from './site'

export interface JiraStageSettings {
  flavor: Flavor
  seed: number
  now: () => number
  /** Active from the start, and after each reset. */
  scenarios: readonly unknown[]
}

/** What stands before this Jira. */
export function createJiraStage({ flavor, seed, now, scenarios }: JiraStageSettings): Stage {
  return createStage({ seed, now, voice: createJiraVoice(flavor), initial: scenarios })
}

/** How Jira, and the gateway before it, speak when they refuse. */
function createJiraVoice(flavor: Flavor): Voice {
  return {
    own: {},
    throttle: (response, retryAfter) => throttle(response, flavor, retryAfter),
    fail: (response, status) => refuse(response, status, 'Internal server error'),
    forbid: (_request, response) => refuse(response, 403, 'You do not have the permission to perform this action.'),
    showPage: (response, status) => void response.status(status).type('html').send(LOGIN_PAGE),
  }
}

/** With `retryAfter` as the rate limiter answers; without as the gateway does, which says nothing of a time. */
function throttle(response: Response, flavor: Flavor, retryAfter: string | undefined): void {
  if (retryAfter === undefined) response.set('X-Failure-Category', 'FAILURE_CLIENT_RATE_LIMITED')
  else {
    response.set({ 'Retry-After': retryAfter, 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': '0' })
    const cloud = { 'RateLimit-Reason': 'jira-burst-based' }
    const dataCenter = { 'X-RateLimit-Interval-Seconds': '1', 'X-RateLimit-FillRate': '10' }
    response.set(flavor === 'cloud' ? cloud : dataCenter)
  }
  refuse(response, 429, 'Rate limit exceeded.')
}
