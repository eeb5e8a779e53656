import type { Clock } from '../../domain/clock'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { Exchange, Sending } from '../connector'
import { failureOfStatus, type HttpAnswer, type HttpClient, type HttpRequest } from '../http-client'
import { explain, judge, type Outcome } from './answer'
import { withholdSecrets } from './withhold-secrets'

/** What every call of one connection needs. */
export interface Line {
  http: HttpClient
  clock: Pick<Clock, 'now'>
}

/** Reads of one try. They never have an effect, so neither have their failures. */
export interface ReadCall {
  /** The answer's JSON. Raises `rejected` with code `not-found` where SOAR itself says so; see `failureOf` for the rest. */
  get(path: string, query?: [string, string][]): Promise<Json>
}

/** Files are read by who asks for them only. */
export interface FileCall {
  /** The answer's bytes, at most `mostBytes`. What they are is for the caller to check: a login page has bytes too. */
  getBytes(path: string, query: [string, string][], mostBytes: number): Promise<Buffer>
}

/** Reads and writes of one try; each write is announced by `beforeWrite` before its first byte leaves. */
export interface WriteCall extends ReadCall, FileCall {
  /** Refusals and unclear answers are values; everything else that is not a success raises. */
  post(path: string, body: JsonObject): Promise<Outcome>
  /** One POST of an array (soar.md section 3, bulk: not transactional). One outcome per item, in order. */
  postAll(path: string, items: readonly JsonObject[]): Promise<Outcome[]>
  /** The answer of a deletion that SOAR confirmed; everything else raises. Takes a user's password, but for lists. */
  delete(path: string, query?: [string, string][]): Promise<JsonObject>
  /** True once a write of this try was answered with a success or with part of one. */
  hasWritten(): boolean
}

export function createReadCall(line: Line, onExchange?: (exchange: Exchange) => void): ReadCall & FileCall {
  const record = onExchange && withholdSecrets(onExchange)
  return {
    async get(path, query = []) {
      const request: HttpRequest = { method: 'GET', path, query }
      const answer = await line.http.send(request, record)
      const failure = failureOf(request, answer, line.clock.now())
      if (failure !== null) throw failure
      return answer.body ?? null
    },
    async getBytes(path, query, mostBytes) {
      const request: HttpRequest = { method: 'GET', path, query, fileBytes: mostBytes }
      const answer = await line.http.send(request, record)
      if (answer.bytes !== undefined) return answer.bytes
      throw failureOf(request, answer, line.clock.now()) ?? unreadable(request, answer.status)
    },
  }
}

export function createWriteCall(line: Line, sending: Sending): WriteCall {
  const record = withholdSecrets(exchange => sending.record(exchange))
  let written = false

  async function write(path: string, body: Json): Promise<{ request: HttpRequest; answer: HttpAnswer }> {
    await sending.beforeWrite()
    const request: HttpRequest = { method: 'POST', path, body }
    return { request, answer: await line.http.send(request, record) }
  }

  return {
    ...createReadCall(line, record),
    hasWritten: () => written,
    async post(path, body) {
      const { request, answer } = await write(path, body)
      const outcome = judge(answer.body)
      if (outcome.status === 'existing') return outcome
      const failure = failureOf(request, answer, line.clock.now())
      if (failure !== null && !isOwnRefusal(outcome, failure)) throw failure
      written ||= outcome.status === 'done'
      return outcome
    },
    async postAll(path, items) {
      const { request, answer } = await write(path, [...items])
      const outcomes = Array.isArray(answer.body) ? answer.body.map(judge) : []
      const failure = failureOf(request, answer, line.clock.now())
      if (failure !== null && !(outcomes.length > 0 && failure.kind === 'rejected')) throw failure
      written ||= outcomes.some(({ status }) => status === 'done')
      return outcomes.length === items.length ? outcomes : items.map(() => ({ status: 'unclear' }))
    },
    async delete(path, query = []) {
      await sending.beforeWrite()
      const request: HttpRequest = { method: 'DELETE', path, query }
      const answer = await line.http.send(request, record)
      const failure = failureOf(request, answer, line.clock.now())
      if (failure !== null) throw failure.code === 'forbidden' ? mayNotDelete(failure) : failure
      if (!isJsonObject(answer.body) || answer.body.success !== true) throw unclearAnswer(path, 'DELETE')
      written = true
      return answer.body
    },
  }
}

/** SOAR deletes for people, not for tokens (soar.md section 2). */
function mayNotDelete({ message, status }: BridgeError): BridgeError {
  return new BridgeError('denied', `${message}; deleting takes a user with a password and the right to delete`, {
    code: 'forbidden',
    ...(status !== undefined && { status }),
  })
}

/** `rejected` is the error of a refusal that the caller does not take as a value. */
export function rejectionOf(path: string, outcome: Extract<Outcome, { status: 'refused' }>): BridgeError {
  const known = explain(outcome.message)
  const says = known?.says ?? 'refused; its words are in the timeline'
  return new BridgeError(known?.kind ?? 'rejected', `POST ${path}: ${says}`, { code: known?.code ?? 'refused' })
}

/** A success is not proven, nor its absence. */
export function unclearAnswer(path: string, method: HttpRequest['method'] = 'POST'): BridgeError {
  return new BridgeError('unavailable', `${method} ${path}: the answer confirms nothing`, {
    code: 'unclear-answer',
    effect: 'unknown',
  })
}

function isOwnRefusal(outcome: Outcome, failure: BridgeError): boolean {
  return outcome.status === 'refused' && failure.kind === 'rejected' && failure.code !== 'not-found'
}

/**
 * Why an answer is no success, or null. A 4xx proves a refusal only where SOAR itself gave it, which its JSON shows: a
 * proxy's 404 page must not pass for a deleted container. A 5xx proves nothing, whatever it says.
 */
function failureOf(request: HttpRequest, answer: HttpAnswer, now: number): BridgeError | null {
  const { status, body } = answer
  const outcome = judge(body)
  const refusal = outcome.status === 'refused' ? outcome.message : null
  if (status < 300 && refusal === null) return body === undefined ? unreadable(request, status) : null
  const where = `${request.method} ${request.path} (${status})`
  const known = refusal === null ? undefined : explain(refusal)
  const failure = failureOfStatus(status < 300 ? 400 : status, answer.headers, now)
  if (known !== undefined && (failure.kind === 'rejected' || known.kind === 'denied')) {
    return new BridgeError(known.kind, `${where}: ${known.says}`, { code: known.code, status })
  }
  if (failure.kind === 'rejected' && !isOwnAnswer(status, refusal, body)) return unreadable(request, status)
  const { kind, code, retryAt } = failure
  const effect = request.method === 'GET' ? 'none' : failure.effect
  return new BridgeError(kind, `${where}: ${code}`, { code, effect, status, ...(retryAt !== undefined && { retryAt }) })
}

/** An array is SOAR's own answer to an array: its items were refused one by one. */
function isOwnAnswer(status: number, refusal: string | null, body: Json | undefined): boolean {
  if (refusal !== null || statusesOfDoors.has(status)) return true
  return status !== 404 && (isJsonObject(body) || Array.isArray(body))
}

/** What a web server in front refuses before the application hears of it: too large, wrong method, wrong type. */
const statusesOfDoors = new Set([405, 413, 414, 415, 431])

function unreadable(request: HttpRequest, status: number): BridgeError {
  return new BridgeError('unavailable', `${request.method} ${request.path} (${status}): the answer is not SOAR's`, {
    code: 'unreadable-answer',
    effect: request.method === 'GET' ? 'none' : 'unknown',
    status,
  })
}
