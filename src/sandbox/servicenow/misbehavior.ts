import { setTimeout as pause } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import { HIBERNATION_PAGE } from './hibernation'
import type { Random } from './random'
import { refuse, refuseQuery, refuseWrite } from './refuse'
import type { Scenario } from './scenario'

/** Stands before the endpoints and does what it was told to. */
export interface Misbehavior {
  add(scenario: Scenario): void
  clear(): void
  active(): Scenario[]
  handler: RequestHandler
}

export function createMisbehavior(random: Random, now: () => number): Misbehavior {
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
      if (deed === undefined || !misbehave({ deed, req, res, now })) next()
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
function misbehave(moment: { deed: Scenario; req: Request; res: Response; now: () => number }): boolean {
  const { deed, req, res, now } = moment
  switch (deed.name) {
    case 'throttle':
      throttle(res, deed.retryAfter, now())
      return true
    case 'error':
      refuse(res, deed.status ?? 500, { message: 'Internal server error', detail: null })
      return true
    case 'html':
      res.status(200).type('html').send(HIBERNATION_PAGE)
      return true
    case 'forbidden':
      if (req.method === 'GET') refuseQuery(res)
      else refuseWrite(res, WRITES[req.method] ?? 'Update')
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

const WRITES: Record<string, 'Insert' | 'Delete'> = { POST: 'Insert', DELETE: 'Delete' }

const RESET_MS = 60_000

/** The limit is per hour. */
function throttle(res: Response, retryAfter: number | string | undefined, nowMs: number): void {
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter))
  res.set({
    'X-RateLimit-Limit': '100',
    'X-RateLimit-Reset': String(Math.floor((nowMs + RESET_MS) / 1000)),
    'X-RateLimit-Rule': '5f1a2b3c4d5e6f708192a3b4c5d6e7f8',
  })
  const detail = 'Rate limit of 100 requests per hour for Table API exceeded'
  refuse(res, 429, { message: 'Rate limit exceeded', detail })
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
