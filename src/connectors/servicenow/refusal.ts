import { isJsonObject } from '../../domain/json'
import { readObject, readString } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { FailureOfStatus, HttpAnswer } from '../http-types'
import type { Refusal } from '../ticket-call'

const longestPauseMs = 3_600_000

/**
 * What a 403 is about: a data policy or a business rule refuses this one write, which is no trouble of our credentials
 * (servicenow.md section 3.2). Of its words, which an administrator may have made of the ticket's own, only names are told.
 */
export function explainRefusal({ status, body }: HttpAnswer): Refusal | null {
  if (status !== 403 && status !== 400) return null
  const error = isJsonObject(body) ? readObject(body, 'error') : undefined
  const words = `${readString(error, 'message') ?? ''}\n${readString(error, 'detail') ?? ''}`.slice(0, 4_000)
  const missing = /following fields are mandatory:([^\n]*)/i.exec(words)?.[1]
  if (missing !== undefined) {
    return { code: 'mandatory-missing', says: `a data policy asks for ${namesIn(missing)}` }
  }
  if (/data policy exception/i.test(words)) return { code: 'refused-by-rule', says: 'a data policy refuses it' }
  const rule = /aborted by business rule '([^'\n]*)'/i.exec(words)?.[1]
  if (rule !== undefined) {
    const [name = ''] = rule.split('^')
    return { code: 'refused-by-rule', says: `the business rule ${namesIn(name)} refuses it` }
  }
  if (/file type is not allowed/i.test(words)) {
    return { code: 'file-type-refused', says: 'the instance takes no files of this type' }
  }
  return null
}

/** Names as administrators give them to columns and rules; anything else is left out. */
function namesIn(text: string): string {
  const names = text.split(',').map(name => name.trim())
  const plain = names.filter(name => /^[\p{L}\p{N} _./()-]{1,80}$/u.test(name)).slice(0, 20)
  return plain.length === 0 ? '(no name told)' : plain.join(', ')
}

/** A 429 without `Retry-After` may still tell when its hour is over, in Unix seconds (servicenow.md section 3.4). */
export function withServiceNowLimits(failureOfStatus: FailureOfStatus): FailureOfStatus {
  return (status, headers, now) => {
    const failure = failureOfStatus(status, headers, now)
    const at = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1_000
    if (status !== 429 || failure.retryAt !== undefined || !Number.isFinite(at) || at <= 0) return failure
    const retryAt = Math.min(Math.max(at, now + 1_000), now + longestPauseMs)
    return new BridgeError(failure.kind, failure.message, {
      code: failure.code,
      effect: failure.effect,
      status,
      retryAt,
    })
  }
}
