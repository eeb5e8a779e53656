import { BridgeError } from '../../errors'
import type { FailureOfStatus } from '../http-types'

/** What Cloud lets be written to one issue is counted over half a minute (jira.md section 3.6). */
const issueWindowMs = 30_000
const longestPauseMs = 3_600_000

/**
 * Jira's 429: where `Retry-After` is missing, the end of the limit's window stands in. Too many writes of one issue are no
 * trouble of the connection: code `ticket-throttled`, told without a status, makes that issue's lane alone wait.
 */
export function withJiraLimits(failureOfStatus: FailureOfStatus): FailureOfStatus {
  return (status, headers, now) => {
    const failure = failureOfStatus(status, headers, now)
    if (status !== 429) return failure
    const isOneIssue = headers['ratelimit-reason'] === 'jira-per-issue-on-write'
    const retryAt = failure.retryAt ?? readReset(headers, now) ?? (isOneIssue ? now + issueWindowMs : undefined)
    const code = isOneIssue ? 'ticket-throttled' : failure.code
    return new BridgeError(failure.kind, failure.message, {
      code,
      effect: failure.effect,
      ...(!isOneIssue && { status }),
      ...(retryAt !== undefined && { retryAt }),
    })
  }
}

/** Cloud names the moment (ISO 8601, also without seconds), Data Center the length of its interval. */
function readReset(headers: Record<string, string>, now: number): number | undefined {
  const at = Date.parse(headers['x-ratelimit-reset'] ?? '')
  if (!Number.isNaN(at)) return Math.min(Math.max(at, now + 1_000), now + longestPauseMs)
  const seconds = Number(headers['x-ratelimit-interval-seconds'] ?? Number.NaN)
  return seconds > 0 ? now + Math.min(seconds * 1_000, longestPauseMs) : undefined
}
