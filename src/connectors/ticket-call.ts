import { isJsonObject, type JsonObject } from '../domain/json'
import { BridgeError, isBridgeError, withEffect } from '../errors'
import type { Exchange, Sending } from './connector'
import type { FailureOfStatus, HttpAnswer, HttpClient, HttpRequest } from './http-types'

/** What every call of one ticketing connection needs. */
export interface TicketLine {
  http: Pick<HttpClient, 'send'>
  failureOfStatus: FailureOfStatus
  clock: { now(): number }
  /** The answer tells that our credentials were refused, whatever its status says. */
  isLoginRefused?(answer: HttpAnswer): boolean
  /** Why the system itself refused, where its words tell more than the status; never words of a ticket. */
  explainRefusal?(answer: HttpAnswer): Refusal | null
}

/** A refusal on the command's own account; it proves that nothing was applied. */
export interface Refusal {
  code: string
  says: string
}

/** Reads of one try; neither they nor their failures have an effect, whatever method they are asked by. */
export interface ReadCall {
  /** Answers a 2xx, or a 404 that the system itself gave: missing, or not for our eyes. Raises for the rest. */
  read(request: HttpRequest): Promise<HttpAnswer>
}

/** Reads and writes of one try; each write is announced by `beforeWrite` before its first byte leaves. */
export interface WriteCall extends ReadCall {
  /** Answers a 2xx; raises for the rest, 404 included. */
  write(request: HttpRequest): Promise<HttpAnswer>
  /** True once a write of this try was answered with a success. */
  hasWritten(): boolean
}

export function createReadCall(line: TicketLine, record?: (exchange: Exchange) => void): ReadCall {
  return {
    async read(request) {
      try {
        const answer = await line.http.send(request, record)
        const failure = failureOf(line, request, answer)
        if (failure === null || failure.code === missing) return answer
        throw failure
      } catch (error) {
        throw isBridgeError(error) ? withEffect(error, 'none') : error
      }
    },
  }
}

export function createWriteCall(line: TicketLine, sending: Sending): WriteCall {
  const record = (exchange: Exchange) => sending.record(exchange)
  let written = false
  return {
    ...createReadCall(line, record),
    hasWritten: () => written,
    async write(request) {
      await sending.beforeWrite()
      const answer = await line.http.send(request, record)
      const failure = failureOf(line, request, answer)
      if (failure !== null) throw failure
      written = true
      return answer
    },
  }
}

/** A failure after a write that went through says `effect: 'unknown'`: part of the command is there. */
export async function carryOut<Result>(call: WriteCall, work: (call: WriteCall) => Promise<Result>): Promise<Result> {
  try {
    return await work(call)
  } catch (error) {
    throw isBridgeError(error) && call.hasWritten() ? withEffect(error, 'unknown') : error
  }
}

/** The answer's record; raises where it is none. */
export function recordOf(request: HttpRequest, { body, status }: HttpAnswer): JsonObject {
  if (isJsonObject(body)) return body
  throw unreadableAnswer(request, status)
}

/** An answer that proves nothing: a page for people, or something other than what was asked for. */
export function unreadableAnswer({ method, path }: HttpRequest, status: number): BridgeError {
  return new BridgeError('unavailable', `${method} ${path} (${status}): the answer is not what was asked for`, {
    code: 'unreadable-answer',
    status,
  })
}

const missing = 'not-found'

/**
 * Why an answer is no success, or null. A refusal is proven only where the system itself gave it, which its JSON shows:
 * a page of a proxy must not pass for a ticket that is gone.
 */
function failureOf(line: TicketLine, request: HttpRequest, answer: HttpAnswer): BridgeError | null {
  const { status, headers, body } = answer
  const where = `${request.method} ${request.path} (${status})`
  const isSuccess = status >= 200 && status < 300
  if (line.isLoginRefused?.(answer)) {
    // A stranger may be allowed to write too.
    const effect = isSuccess ? 'unknown' : 'none'
    return new BridgeError('denied', `${where}: our credentials are not accepted`, {
      code: 'login-refused',
      effect,
      status,
    })
  }
  if (isSuccess) return null
  const refusal = line.explainRefusal?.(answer) ?? null
  if (refusal !== null) {
    return new BridgeError('rejected', `${where}: ${refusal.says}`, { code: refusal.code, effect: 'none', status })
  }
  const failure = line.failureOfStatus(status, headers, line.clock.now())
  if (failure.kind === 'rejected' && !isJsonObject(body) && !statusesOfDoors.has(status)) {
    return withEffect(unreadableAnswer(request, status), 'unknown')
  }
  const { kind, effect, retryAt, status: told } = failure
  const code = status === 404 ? missing : failure.code
  const details = { ...(told !== undefined && { status: told }), ...(retryAt !== undefined && { retryAt }) }
  return new BridgeError(kind, `${where}: ${code}`, { code, effect, ...details })
}

/** What a web server in front refuses before the application hears of it: wrong method, too large, wrong type. */
const statusesOfDoors = new Set([405, 413, 414, 415, 431])
