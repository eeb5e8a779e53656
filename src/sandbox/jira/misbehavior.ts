import { setTimeout as pause } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import { LOGIN_PAGE } from './login-page'
import type { Random } from './random'
import { refuse } from './refuse'
import type { Scenario } from './scenario'
import type { Flavor } from './site'

/** Stands before the endpoints and does what it was told to. */
export interface Misbehavior {
  add(scenario: Scenario): void
  clear(): void
  active(): Scenario[]
  handler: RequestHandler
}

export function createMisbehavior(flavor: Flavor, random: Random): Misbehavior {
  let scenarios: Scenario[] = []
  return {
    add: scenario => {
      scenarios.push({ ...scenario })
    },
    clear: () => {
      scenarios = []
    },
    active: () => scenarios.filter(isLeft),
    handler: async (req, res, next) => {
      const fitting = scenarios.filter(scenario => isLeft(scenario) && fits(scenario, req))
      const delays = fitting.filter(({ name }) => name === 'latency')
      const deed = fitting.find(({ name }) => name !== 'latency')
      for (const scenario of deed ? [...delays, deed] : delays) spend(scenario)
      const delayMs = delays.reduce((sum, { ms = 0, jitterMs = 0 }) => sum + ms + jitterMs * random.next(), 0)
      res.locals.scenario = deed?.name ?? delays[0]?.name ?? null
      if (delayMs > 0) await pause(delayMs, undefined, { ref: false })
      if (deed === undefined || !misbehave({ deed, flavor, req, res })) next()
    },
  }
}

function isLeft(scenario: Scenario): boolean {
  return scenario.times === undefined || scenario.times > 0
}

function spend(scenario: Scenario): void {
  if (scenario.times !== undefined) scenario.times -= 1
}

function fits(scenario: Scenario, req: Request): boolean {
  const isMethod = scenario.method === undefined || scenario.method.toUpperCase() === req.method
  return isMethod && (scenario.path === undefined || `${req.path}/`.startsWith(`${scenario.path.replace(/\/$/, '')}/`))
}

/** True where the request was answered (or cut off) here; false where the endpoint shall still act. */
function misbehave(moment: { deed: Scenario; flavor: Flavor; req: Request; res: Response }): boolean {
  const { deed, flavor, req, res } = moment
  switch (deed.name) {
    case 'throttle':
      throttle(res, flavor, deed.retryAfter)
      return true
    case 'error':
      refuse(res, deed.status ?? 500, 'Internal server error')
      return true
    case 'html':
      res.status(200).type('html').send(LOGIN_PAGE)
      return true
    case 'forbidden':
      refuse(res, 403, 'You do not have the permission to perform this action.')
      return true
    case 'down':
    case 'reset-before-commit':
      req.socket.resetAndDestroy()
      return true
    case 'reset-after-commit':
      replaceEnd(res, () => req.socket.resetAndDestroy())
      return false
    case 'cut-body':
      cutBody(req, res)
      return false
    default:
      res.locals.isCredentialExpired = deed.name === 'unauthorized'
      return false
  }
}

/** With `retryAfter` as the rate limiter answers; without as the gateway does, which says nothing of a time. */
function throttle(res: Response, flavor: Flavor, retryAfter: number | string | undefined): void {
  if (retryAfter === undefined) res.set('X-Failure-Category', 'FAILURE_CLIENT_RATE_LIMITED')
  else {
    res.set({ 'Retry-After': String(retryAfter), 'X-RateLimit-Limit': '100', 'X-RateLimit-Remaining': '0' })
    const cloud = { 'RateLimit-Reason': 'jira-burst-based' }
    const dataCenter = { 'X-RateLimit-Interval-Seconds': '1', 'X-RateLimit-FillRate': '10' }
    res.set(flavor === 'cloud' ? cloud : dataCenter)
  }
  refuse(res, 429, 'Rate limit exceeded.')
}

function replaceEnd(res: Response, end: (chunk?: unknown) => void): void {
  res.end = ((chunk?: unknown) => {
    end(chunk)
    return res
  }) as Response['end']
}

/** The head promises the whole body; half of it comes. */
function cutBody(req: Request, res: Response): void {
  replaceEnd(res, chunk => {
    const body = Buffer.isBuffer(chunk) ? chunk : Buffer.from(typeof chunk === 'string' ? chunk : '')
    res.write(body.subarray(0, body.length >> 1), () => req.socket.resetAndDestroy())
  })
}
