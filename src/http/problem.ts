import type { IncomingMessage, ServerResponse } from 'node:http'
import { BridgeError, type ErrorKind, isBridgeError, type Mistake } from '../errors'

/** The only table from a kind of failure to a status. */
const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
  rejected: 502,
  denied: 502,
  misconfigured: 500,
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

export interface Problem {
  type: 'about:blank'
  title: string
  status: number
  code: string
  detail?: string
  errors?: Mistake[]
}

/** Kinds whose errors may say a status of their own; with the others it is the far side's. */
const speaksForItself: readonly ErrorKind[] = ['invalid', 'not-found', 'unauthenticated']

/** RFC 9457. What is not ours to tell (a bug) says nothing but its status. */
export function problemOf(error: unknown): Problem {
  const known = isBridgeError(error) ? error : ofValidator(error)
  if (known === undefined) return { type: 'about:blank', title: titleOf(500), status: 500, code: 'unexpected' }
  const own = speaksForItself.includes(known.kind) ? known.status : undefined
  const status = own ?? statusOfKind[known.kind]
  return {
    type: 'about:blank',
    title: titleOf(status),
    status,
    code: known.code,
    detail: known.message,
    ...(known.mistakes.length === 0 ? {} : { errors: known.mistakes.map(({ path, message }) => ({ path, message })) }),
  }
}

function titleOf(status: number): string {
  return titles[status] ?? 'Error'
}

interface ValidatorError {
  status: number
  /** What a 405 must say (RFC 9110). */
  headers?: { Allow?: string }
  errors?: { path?: string; message?: string }[]
}

/** The contract's validator raises errors with a status; its messages name paths and rules, never values. */
function ofValidator(error: unknown): BridgeError | undefined {
  const { status, errors = [] } = error as ValidatorError
  const mistakes = errors.map(({ path = '', message = '' }) => ({ path, message }))
  if (status === 400 || status === 413 || status === 415) {
    return new BridgeError('invalid', 'the request does not meet the contract', { code: 'contract', status, mistakes })
  }
  if (status === 401) return new BridgeError('unauthenticated', 'credentials are missing or wrong')
  if (status === 403) return new BridgeError('forbidden', 'this needs another role')
  if (status === 404) return new BridgeError('not-found', 'there is nothing at this address', { code: 'no-such-path' })
  if (status === 405)
    return new BridgeError('not-found', 'the method is not offered here', { code: 'method-not-allowed', status })
  return undefined
}

/** At doors that only take what is posted. */
export function onlyPosts(): BridgeError {
  const error = new BridgeError('not-found', 'the method is not offered here', {
    code: 'method-not-allowed',
    status: 405,
  })
  return Object.assign(error, { headers: { Allow: 'POST' } })
}

/** What the validator says when no scheme let the caller in; the schemes may know more. */
export function isUnauthenticated(error: unknown): boolean {
  return isBridgeError(error) ? error.kind === 'unauthenticated' : (error as ValidatorError).status === 401
}

export type AnswerProblem = (error: unknown, request: IncomingMessage, response: ServerResponse) => void

interface AnswerParts {
  now(): number
  onProblem(request: IncomingMessage, problem: Problem, error: unknown): void
  /** How a body says it, where that is not RFC 9457. */
  form?: { contentType: string; bodyOf(problem: Problem): object }
}

const problemForm = { contentType: 'application/problem+json', bodyOf: (problem: Problem): object => problem }

/** Answers every failure, and tells of it. */
export function createProblemAnswer({ form = problemForm, ...parts }: AnswerParts): AnswerProblem {
  return (error, request, response) => {
    const problem = problemOf(error)
    parts.onProblem(request, problem, error)
    // Half an answer cannot be taken back: cutting it off is the only way to say so.
    if (response.headersSent) return void response.destroy()
    const retryAfterMs = isBridgeError(error) && error.retryAt !== undefined ? error.retryAt - parts.now() : 0
    const headers = headersOf(problem, { retryAfterMs, allow: (error as ValidatorError).headers?.Allow })
    response.writeHead(problem.status, { 'Content-Type': form.contentType, ...headers })
    response.end(JSON.stringify(form.bodyOf(problem)))
  }
}

function headersOf(
  problem: Problem,
  { retryAfterMs, allow }: { retryAfterMs: number; allow: string | undefined },
): Record<string, string> {
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
  if (problem.status === 401) headers['WWW-Authenticate'] = 'Bearer, Basic'
  if (problem.status === 503 || problem.status === 429)
    headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfterMs / 1000)))
  if (problem.status === 405 && allow !== undefined) headers.Allow = allow
  // What is left of a refused body is not worth reading.
  if (problem.status === 413) headers.Connection = 'close'
  return headers
}
