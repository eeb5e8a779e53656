import axios, { type AxiosError, type AxiosInstance, type AxiosResponse } from 'axios'
import axiosRetry from 'axios-retry'
import type { Clock } from '../domain/clock'
import type { Json } from '../domain/json'
import { BridgeError, type Effect, type ErrorKind } from '../errors'
import type { Exchange } from './connector'
import { readJsonAnswer } from './http-answer'
import { createRecordedText } from './http-exchange'
import { addressOf, createAgents, parseBase, parseProxy, type TlsOptions } from './http-route'
import { failureOfAnswer, failureOfTransport } from './http-trouble'

const defaultTimeoutMs = 30_000
const defaultMaxAnswerBytes = 5_000_000
/** The body cap of nginx in front of SOAR is the largest of the three systems' (soar.md section 4). */
const maxRequestBytes = 32_000_000
const defaultRetries = 2
const firstRetryDelayMs = 100
const shortestPauseMs = 1_000
const longestPauseMs = 3_600_000

export interface HttpClientOptions {
  /** http(s) origin with an optional path; no user, no query. */
  baseUrl: string
  /** Read for every request, so that a rotated secret is used at once. Their values never show in errors or exchanges. */
  headers?: () => Record<string, string>
  basic?: { user: string; password: string }
  tls?: TlsOptions
  /** http(s)://[user:password@]host:port; the environment's proxy is never used. */
  proxy?: string
  /** For the whole of one `send`, retries included. Default 30 s. */
  timeoutMs?: number
  /** After decompression. Default 5 MB. */
  maxAnswerBytes?: number
  /** How often a GET is tried again after a blip. Default 2. */
  retries?: number
  clock: Clock
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Begins with `/`, segments already encoded; joined to the base address. */
  path: string
  query?: Record<string, string> | [string, string][]
  body?: Json
  /** Bytes to send instead of a JSON body. */
  upload?: { bytes: Buffer; contentType: string }
  headers?: Record<string, string>
  /** The answer is a file of at most so many bytes, whatever `maxAnswerBytes` allows: it comes as `bytes`. */
  fileBytes?: number
}

export interface HttpAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  /** The parsed JSON; `undefined` where the answer is empty or a file, or is no JSON and its status is 4xx or 5xx. */
  body: Json | undefined
  /** Empty where `bytes` are there. */
  text: string
  /** The file that was asked for; only below 300. */
  bytes?: Buffer
}

export interface HttpClient {
  /**
   * Answers whatever the status is, except a redirect, which is never followed. Raises `BridgeError`: `unavailable` with
   * code `unreachable` (effect none), `timeout`, `connection-reset`, `unreadable-answer` or `redirected` (effect unknown;
   * none for GET), or `rejected` with code `request-too-large` or `bad-path`.
   */
  send(request: HttpRequest, onExchange?: (exchange: Exchange) => void): Promise<HttpAnswer>
}

/**
 * The one hardened way out of the house (reliability.md section 6, outbound HTTP; attacks 97 to 107).
 * Raises `misconfigured` where an address or a PEM text cannot be used.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = parseBase(options.baseUrl)
  const transport = createTransport(options)
  const { clock } = options

  async function send(request: HttpRequest, onExchange?: (exchange: Exchange) => void): Promise<HttpAnswer> {
    const url = addressOf(base, request)
    const data = encodeBody(request)
    const headers = headersOf(options, request)
    const record = createRecordedText(secretsOf(options, headers))
    const startedAt = clock.now()
    const report = (rest: Partial<Exchange>): void =>
      onExchange?.({
        method: request.method,
        path: url.pathname + url.search,
        ...(data !== undefined && { request: typeof data === 'string' ? record(data) : toldSize(data) }),
        ms: clock.now() - startedAt,
        ...rest,
      })
    const deadline = new AbortController()
    const cancelDeadline = clock.after(options.timeoutMs ?? defaultTimeoutMs, () => deadline.abort())
    let answer: HttpAnswer
    try {
      const { signal } = deadline
      const { method, fileBytes } = request
      answer = await transmit(transport, { method, url: url.href, headers, data, signal, ...asFile(fileBytes) })
    } catch (error) {
      const failure = failureOfTransport(error, request)
      report({ error: failure.code })
      throw failure
    } finally {
      cancelDeadline()
    }
    const failure = readBody(request, answer)
    const seen = answer.bytes === undefined ? record(answer.text) : toldSize(answer.bytes)
    report({ status: answer.status, answer: seen, ...(failure && { error: failure.code }) })
    if (failure !== undefined) throw failure
    return answer
  }

  return { send }
}

/** Sets the answer's body, or tells why the answer says nothing. */
function readBody(request: HttpRequest, answer: HttpAnswer): BridgeError | undefined {
  const { status } = answer
  if (status >= 300 && status < 400) {
    return failureOfAnswer(request, { status, code: 'redirected', says: 'a redirect, not followed' })
  }
  if (answer.bytes !== undefined) return undefined
  const read = readJsonAnswer(answer.headers['content-type'], answer.text)
  if (!('unreadable' in read)) {
    answer.body = read.body
    return undefined
  }
  if (status >= 400) return undefined
  return failureOfAnswer(request, { status, code: 'unreadable-answer', says: read.unreadable })
}

function createTransport(options: HttpClientOptions): AxiosInstance {
  const transport = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    proxy: options.proxy === undefined ? false : parseProxy(options.proxy),
    ...createAgents(options.tls ?? {}),
    responseType: 'text',
    transformRequest: [data => data],
    transformResponse: [data => data],
    maxContentLength: options.maxAnswerBytes ?? defaultMaxAnswerBytes,
    maxBodyLength: maxRequestBytes,
  })
  axiosRetry(transport, {
    retries: options.retries ?? defaultRetries,
    retryCondition: isBlip,
    retryDelay: count => firstRetryDelayMs * 2 ** (count - 1) * (1 + Math.random()),
  })
  return transport
}

interface Transmission {
  method: string
  url: string
  headers: Record<string, string>
  data: string | Buffer | undefined
  signal: AbortSignal
  responseType?: 'arraybuffer'
  maxContentLength?: number
}

function asFile(mostBytes: number | undefined): Pick<Transmission, 'responseType' | 'maxContentLength'> {
  return mostBytes === undefined ? {} : { responseType: 'arraybuffer', maxContentLength: mostBytes }
}

/** A GET's gateway errors are raised, so that axios-retry sees them; after its last try they are answers again. */
async function transmit(transport: AxiosInstance, request: Transmission): Promise<HttpAnswer> {
  const isRead = request.method === 'GET'
  try {
    const validateStatus = (status: number): boolean => !(isRead && isGatewayError(status))
    return answerOf(await transport.request<string | Buffer>({ ...request, validateStatus }))
  } catch (error) {
    const response = axios.isAxiosError(error) ? error.response : undefined
    if (typeof response?.data === 'string' || Buffer.isBuffer(response?.data)) return answerOf(response)
    throw error
  }
}

const blipCodes = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])

/** Writes are never sent again here: whether a write was applied is for the ledger to find out. */
function isBlip(error: AxiosError): boolean {
  if (error.config?.method?.toUpperCase() !== 'GET') return false
  if (error.response === undefined) return blipCodes.has(error.code ?? '')
  return isGatewayError(error.response.status) && error.response.headers['retry-after'] === undefined
}

function isGatewayError(status: number): boolean {
  return status >= 502 && status <= 504
}

function answerOf({ status, data, ...response }: AxiosResponse<string | Buffer>): HttpAnswer {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) headers[name.toLowerCase()] = String(value)
  const plain = { status, headers, body: undefined }
  if (typeof data === 'string') return { ...plain, text: data }
  return status < 300 ? { ...plain, text: '', bytes: data } : { ...plain, text: data.toString('utf8') }
}

/** Files are told by their size alone. */
function toldSize({ length }: Buffer): string {
  return `(${length} bytes)`
}

function encodeBody(request: HttpRequest): string | Buffer | undefined {
  const { body, upload } = request
  const data = upload?.bytes ?? (body === undefined ? undefined : JSON.stringify(body))
  if (data === undefined || Buffer.byteLength(data) <= maxRequestBytes) return data
  throw new BridgeError('rejected', `${request.method} ${request.path}: the request is larger than 32 MB`, {
    code: 'request-too-large',
  })
}

function headersOf(options: HttpClientOptions, request: HttpRequest): Record<string, string> {
  const { basic } = options
  const contentType = request.upload?.contentType ?? (request.body === undefined ? undefined : 'application/json')
  return {
    accept: 'application/json',
    'user-agent': 'soarbridge',
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(basic && { authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` }),
    ...options.headers?.(),
    ...request.headers,
  }
}

/** Each configured header is taken for a secret, also without its scheme (`Bearer`, `Basic`). */
function secretsOf(options: HttpClientOptions, sent: Record<string, string>): string[] {
  const values = [...Object.values(options.headers?.() ?? {}), sent.authorization ?? '']
  return [...values, ...values.map(value => value.slice(value.indexOf(' ') + 1)), options.basic?.password ?? '']
}

/**
 * The one table of failing statuses: what such an answer proves, where the application itself gave it. `retryAt` follows
 * `Retry-After` (seconds or HTTP date), clamped to 1 s..1 h from `now` (epoch ms). Connectors that know more of the request
 * put its method and path into the message.
 */
export function failureOfStatus(status: number, headers: Record<string, string>, now: number): BridgeError {
  const { kind, code, effect } = readStatus(status)
  const retryAt = kind === 'unavailable' ? readRetryAfter(headers['retry-after'], now) : undefined
  const details = { code, effect, status, ...(retryAt !== undefined && { retryAt }) }
  return new BridgeError(kind, `answered ${status} (${code})`, details)
}

function readStatus(status: number): { kind: ErrorKind; code: string; effect: Effect } {
  if (status === 401 || status === 407) return { kind: 'denied', code: 'denied', effect: 'none' }
  if (status === 403) return { kind: 'denied', code: 'forbidden', effect: 'none' }
  if (status === 404) return { kind: 'rejected', code: 'not-found', effect: 'none' }
  if (status === 408) return { kind: 'unavailable', code: 'server-error', effect: 'unknown' }
  if (status === 429) return { kind: 'unavailable', code: 'throttled', effect: 'none' }
  if (isGatewayError(status)) return { kind: 'unavailable', code: 'gateway', effect: 'unknown' }
  if (status >= 500) return { kind: 'unavailable', code: 'server-error', effect: 'unknown' }
  return { kind: 'rejected', code: 'rejected', effect: 'none' }
}

function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value.trim() === '') return undefined
  const seconds = Number(value)
  const pauseMs = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000
  if (Number.isNaN(pauseMs)) return undefined
  return now + Math.min(Math.max(pauseMs, shortestPauseMs), longestPauseMs)
}
