import type { Router } from 'express'
import type { Jira } from '../jira'
import { readLimits } from '../limits/limit-settings'

/** `POST /_sandbox/limits {burst?, issueWrites?, quotaPerHour?, bucket?}`, or `{vendor: true}`; `{}` lifts them all. */
export function mountLimits(router: Router, { limiter }: Jira): void {
  router.post('/limits', (req, res) => {
    const limits = readLimits(req.body)
    if (typeof limits === 'string') {
      res.status(400).json({ error: limits })
      return
    }
    limiter.set(limits)
    res.json({ limits: limiter.settings() })
  })
}
