import type { Clock } from '../../domain/clock'
import type { ReadTicketFile, SoarConnector } from '../connector'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../http-client'
import { createReadCall, type Line } from './call'
import { createCommands } from './commands'
import { createPoller } from './poll/poll'
import { readVersion } from './version'
import { readVocabulary } from './vocabulary'

/** How SOAR knows us (soar.md section 2). */
export type SoarAuth =
  /** Header `ph-auth-token`, of an automation user. */
  | { kind: 'token'; token: string }
  /** The same token as the password of an empty Basic user. */
  | { kind: 'basic-token'; token: string }
  | { kind: 'user'; user: string; password: string }
  /** Not SOAR's own: for a proxy in front that wants it. */
  | { kind: 'bearer'; token: string }

/** Where one SOAR is, and how it knows us. */
export interface SoarReach extends Pick<HttpClientOptions, 'tls' | 'proxy' | 'timeoutMs' | 'maxAnswerBytes'> {
  /** Base address of SOAR, without `/rest`. */
  url: string
  auth: SoarAuth
  clock: Clock
}

export interface SoarOptions extends SoarReach {
  /** The connection's name. */
  connection: string
  /** Sent with every container: what makes its identifier unique in SOAR. */
  assetId?: number
  tenantId?: number
  /** Reads the files of tickets that go to the vault; without it such files are refused. */
  readFile?: ReadTicketFile
  /** The custom field of containers that says why they were closed; without it nothing does. */
  closeReasonField?: string
}

export function createSoarConnector(options: SoarOptions): SoarConnector {
  const { connection, clock, assetId, tenantId, readFile, closeReasonField = null } = options
  const line: Line = { http: createSoarHttp(options), clock }
  const filing = { ...(assetId !== undefined && { assetId }), ...(tenantId !== undefined && { tenantId }) }

  return {
    connection,
    ...createCommands({ line, clock, filing, ...(readFile && { readFile }) }),
    ...createPoller({ call: createReadCall(line), clock, closeReasonField }),
    async probe() {
      await readVersion(createReadCall(line))
    },
    readVocabulary() {
      return readVocabulary(createReadCall(line))
    },
  }
}

/** The way to one SOAR, with its credentials. */
export function createSoarHttp(options: SoarReach): HttpClient {
  return createHttpClient(httpOptionsOf(options))
}

function httpOptionsOf(options: SoarReach): HttpClientOptions {
  const { url, clock, tls, proxy, timeoutMs, maxAnswerBytes } = options
  return {
    baseUrl: url,
    clock,
    ...credentialsOf(options.auth),
    ...(tls !== undefined && { tls }),
    ...(proxy !== undefined && { proxy }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(maxAnswerBytes !== undefined && { maxAnswerBytes }),
  }
}

function credentialsOf(auth: SoarAuth): Pick<HttpClientOptions, 'headers' | 'basic'> {
  if (auth.kind === 'token') return { headers: () => ({ 'ph-auth-token': auth.token }) }
  if (auth.kind === 'basic-token') return { basic: { user: '', password: auth.token } }
  if (auth.kind === 'user') return { basic: { user: auth.user, password: auth.password } }
  return { headers: () => ({ authorization: `Bearer ${auth.token}` }) }
}
