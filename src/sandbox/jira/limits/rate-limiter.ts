import type { Request, RequestHandler, Response } from 'express'
import { findCaller } from '../authenticate'
import { refuse } from '../refuse'
import type { Site } from '../site'
import { type Bucket, createBucket } from './bucket'
import { announceBudget, nameBudget } from './budget'
import type { LimitSettings } from './limit-settings'
import { createQuota, type Quota } from './quota'
import { createWriteWindows, type WriteWindows } from './write-windows'

/** Stands behind the login and before the endpoints. */
export interface RateLimiter {
  handler: RequestHandler
  /** Forgets what was spent. */
  set(settings: LimitSettings): void
  settings(): LimitSettings
}

/** Why a request has to wait, and for how long. */
export interface Refusal {
  /** The header `RateLimit-Reason`. */
  reason: string
  limit: number
  waitMs: number
  headers?: Record<string, string>
}

interface State {
  site: Site
  settings: LimitSettings
  buckets: Map<string, Bucket>
  windows: WriteWindows
  quota: Quota
}

export function createRateLimiter(site: Site, settings: LimitSettings): RateLimiter {
  const open = (wanted: LimitSettings): State => ({
    site,
    settings: wanted,
    buckets: new Map(),
    windows: createWriteWindows(),
    quota: createQuota(wanted.quotaPerHour),
  })
  let state = open(settings)
  return {
    set: wanted => {
      state = open(wanted)
    },
    settings: () => state.settings,
    handler: (req, res, next) => {
      const refusal = site.flavor === 'cloud' ? checkCloud(state, req, res) : checkDataCenter(state, res)
      if (refusal === undefined) next()
      else refuseForNow(res, site, refusal)
    },
  }
}

function checkCloud(state: State, req: Request, res: Response): Refusal | undefined {
  announceBudget(req, res)
  const nowMs = state.site.now()
  const isApp = res.locals.isApp === true
  const refusal = checkBurst(state, req, nowMs) ?? checkIssue(state, req, nowMs)
  return refusal ?? (isApp ? state.quota.spend(req, res, nowMs) : undefined)
}

function checkBurst({ settings, buckets }: State, req: Request, nowMs: number): Refusal | undefined {
  const limit = settings.burst?.[req.method]
  if (limit === undefined) return undefined
  const name = nameBudget(req)
  const bucket = buckets.get(name) ?? createBucket(limit, limit)
  buckets.set(name, bucket)
  const taken = bucket.take(nowMs)
  return 'waitMs' in taken ? { reason: 'jira-burst-based', limit, waitMs: taken.waitMs } : undefined
}

/** Writes of one issue, whichever of its parts they go to. */
function checkIssue({ settings, site, windows }: State, req: Request, nowMs: number): Refusal | undefined {
  if (settings.issueWrites !== true || req.method === 'GET') return undefined
  const [, idOrKey] = /\/issue\/([^/]{1,300})/.exec(req.path) ?? []
  const issue = idOrKey === undefined ? undefined : site.findIssue(decodeURIComponent(idOrKey))
  return issue === undefined ? undefined : windows.spend(issue.id, nowMs)
}

/** With limiting on, every answer to somebody tells how the bucket stands. */
function checkDataCenter({ settings, site, buckets }: State, res: Response): Refusal | undefined {
  const caller = findCaller(res)
  const { bucket: wanted } = settings
  if (wanted === undefined || caller === null) return undefined
  const bucket = buckets.get(caller.name) ?? createBucket(wanted.size, wanted.perSecond)
  buckets.set(caller.name, bucket)
  const taken = bucket.take(site.now())
  res.set({
    'X-RateLimit-Limit': String(wanted.size),
    'X-RateLimit-Remaining': String('left' in taken ? taken.left : 0),
    'X-RateLimit-Interval-Seconds': '1',
    'X-RateLimit-FillRate': String(wanted.perSecond),
    'Retry-After': '0',
  })
  return 'waitMs' in taken ? { reason: '', limit: wanted.size, waitMs: taken.waitMs } : undefined
}

function refuseForNow(res: Response, site: Site, { reason, limit, waitMs, headers = {} }: Refusal): void {
  const resetAt = new Date(site.now() + waitMs)
  res.set('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1000))))
  if (site.flavor === 'cloud') {
    res.set({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': `${resetAt.toISOString().slice(0, 16)}Z`,
      'X-RateLimit-NearLimit': 'true',
      'RateLimit-Reason': reason,
      ...headers,
    })
  }
  refuse(res, 429, 'Rate limit exceeded.')
}
