import { createHash } from 'node:crypto'
import type { RequestHandler } from 'express'
import { readAccount } from './authenticate'
import { refuse } from './refuse'
import type { RateLimit, Switchboard } from './switches'

/** Counts the calls of each user by the hour of the clock, and refuses those above the limit. */
export interface Limiter {
  handler: RequestHandler
  clear(): void
}

const HOUR_MS = 3_600_000

export function createLimiter(switches: Switchboard, now: () => number): Limiter {
  const calls = new Map<string, { hour: number; count: number }>()
  const countCall = (key: string, hour: number) => {
    const known = calls.get(key)
    const count = known?.hour === hour ? known.count + 1 : 1
    calls.set(key, { hour, count })
    return count
  }
  return {
    handler: (req, res, next) => {
      const limit = switches.read().rateLimits.find(({ path = '' }) => req.path.startsWith(path))
      if (limit === undefined) {
        next()
        return
      }
      const hour = Math.floor(now() / HOUR_MS)
      const [rule, resetsAt] = [ruleId(limit), (hour + 1) * HOUR_MS]
      res.set({
        'X-RateLimit-Limit': String(limit.perHour),
        'X-RateLimit-Reset': String(resetsAt / 1000),
        'X-RateLimit-Rule': rule,
      })
      if (countCall(`${rule}:${readAccount(res).name}`, hour) <= limit.perHour) {
        next()
        return
      }
      res.set('Retry-After', String(Math.ceil((resetsAt - now()) / 1000)))
      const detail = `Rate limit of ${limit.perHour} requests per hour for ${nameApi(req.path)} exceeded`
      refuse(res, 429, { message: 'Rate limit exceeded', detail })
    },
    clear: () => calls.clear(),
  }
}

function ruleId({ perHour, path = '' }: RateLimit): string {
  return createHash('md5').update(`${path}:${perHour}`).digest('hex')
}

function nameApi(path: string): string {
  if (path.includes('/attachment')) return 'Attachment API'
  return path.includes('/import/') ? 'Import Set API' : 'Table API'
}
