import { BridgeError, type Effect } from '../errors'

interface Trouble {
  code: string
  effect: Effect
  says: string
}

const unreachable: Trouble = { code: 'unreachable', effect: 'none', says: 'cannot be reached' }
const timedOut: Trouble = { code: 'timeout', effect: 'unknown', says: 'no whole answer in time' }
const reset: Trouble = { code: 'connection-reset', effect: 'unknown', says: 'the connection broke' }
const unreadable: Trouble = { code: 'unreadable-answer', effect: 'unknown', says: 'the answer cannot be read' }

/** Codes which prove that no byte of the request was read by the far side, and those that need a name of their own. */
const troubles: Record<string, Trouble> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EPROTO: unreachable,
  CERT_HAS_EXPIRED: unreachable,
  CERT_NOT_YET_VALID: unreachable,
  CERT_REVOKED: unreachable,
  CERT_UNTRUSTED: unreachable,
  CERT_REJECTED: unreachable,
  CERT_SIGNATURE_FAILURE: unreachable,
  CERT_CHAIN_TOO_LONG: unreachable,
  INVALID_CA: unreachable,
  INVALID_PURPOSE: unreachable,
  HOSTNAME_MISMATCH: unreachable,
  DEPTH_ZERO_SELF_SIGNED_CERT: unreachable,
  SELF_SIGNED_CERT_IN_CHAIN: unreachable,
  UNABLE_TO_GET_ISSUER_CERT: unreachable,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unreachable,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unreachable,
  ERR_TLS_CERT_ALTNAME_INVALID: unreachable,
  ETIMEDOUT: timedOut,
  ERR_CANCELED: timedOut,
  ERR_BAD_RESPONSE: unreadable,
  ERR_STREAM_PREMATURE_CLOSE: reset,
}

/**
 * Turns what the transport raised into a `BridgeError` that carries nothing of the request: no headers, no bodies, no
 * configuration; its cause is a plain error that names the code. A read has no effect, whatever happened to it.
 */
export function failureOfTransport(error: unknown, request: { method: string; path: string }): BridgeError {
  const transportCode = codeOf(error)
  const where = `${request.method} ${request.path}`
  const cause = new Error(transportCode)
  const trouble = troubleOf(error, transportCode)
  return new BridgeError('unavailable', `${where}: ${trouble.says} (${transportCode})`, {
    code: trouble.code,
    effect: request.method === 'GET' ? 'none' : trouble.effect,
    cause,
  })
}

/** An answer arrived and tells nothing: something between us and the application may have made it. */
export function failureOfAnswer(
  request: { method: string; path: string },
  answer: { status: number; code: string; says: string },
): BridgeError {
  return new BridgeError('unavailable', `${request.method} ${request.path} (${answer.status}): ${answer.says}`, {
    code: answer.code,
    effect: request.method === 'GET' ? 'none' : 'unknown',
    status: answer.status,
  })
}

function troubleOf(error: unknown, code: string): Trouble {
  if (wasNeverConnected(error)) return unreachable
  const named = troubles[code]
  if (code === 'ERR_BAD_RESPONSE' && propertyOf(error, 'response') !== undefined) return reset
  if (named !== undefined) return named
  if (code.startsWith('ERR_SSL_')) return isBrokenRecord(code) ? reset : unreachable
  if (code.startsWith('HPE_') || code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT')) return unreadable
  return reset
}

/** These come after the handshake, when the request may have been read. */
function isBrokenRecord(code: string): boolean {
  return code.includes('BAD_RECORD_MAC') || code.includes('DECRYPTION_FAILED')
}

/** Node names the system call that failed; an address list that failed as a whole names one for each address. */
function wasNeverConnected(error: unknown): boolean {
  const cause = propertyOf(error, 'cause')
  const tried = propertyOf(cause, 'errors')
  const failures = Array.isArray(tried) && tried.length > 0 ? tried : [cause]
  return failures.every(failure => ['connect', 'getaddrinfo'].includes(String(propertyOf(failure, 'syscall'))))
}

function codeOf(error: unknown): string {
  const code = propertyOf(error, 'code') ?? propertyOf(propertyOf(error, 'cause'), 'code')
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,80}$/.test(code) ? code : 'UNKNOWN'
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
