import type { Request, Response } from 'express'
import { isObject } from '../read-object'
import type { Refusal } from './rate-limiter'

/** The points of apps: a write costs one, a read one more for each object it brings. */
export interface Quota {
  spend(req: Request, res: Response, nowMs: number): Refusal | undefined
}

const HOUR_MS = 60 * 60 * 1000

/** A wall until the next full hour of UTC. */
export function createQuota(perHour: number | undefined): Quota {
  let spent = 0
  let hour = -1
  return {
    spend: (req, res, nowMs) => {
      if (perHour === undefined) return undefined
      const thisHour = Math.floor(nowMs / HOUR_MS)
      if (thisHour !== hour) spent = 0
      hour = thisHour
      if (spent >= perHour) return describe(perHour, (thisHour + 1) * HOUR_MS - nowMs)
      spent += 1
      if (req.method === 'GET')
        countObjects(res, count => {
          spent += count
        })
      return undefined
    },
  }
}

function describe(perHour: number, waitMs: number): Refusal {
  const seconds = Math.ceil(waitMs / 1000)
  return {
    reason: 'jira-quota-global-based',
    limit: perHour,
    waitMs,
    headers: {
      RateLimit: `"global-app-quota";r=0;t=${seconds}`,
      'RateLimit-Policy': `"global-app-quota";q=${perHour};w=3600`,
    },
  }
}

function countObjects(res: Response, note: (count: number) => void): void {
  const json = res.json.bind(res)
  res.json = body => {
    const { issues, values, comments } = isObject(body) ? body : {}
    const list = [body, issues, values, comments].find(Array.isArray)
    note(list === undefined ? 1 : list.length)
    return json(body)
  }
}
