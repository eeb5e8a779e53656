import http from 'node:http'
import https from 'node:https'
import { createSecureContext } from 'node:tls'
import { BridgeError } from '../errors'

/** Below the 5 s after which Node and many proxies close an idle connection: a POST on a closing one is an unknown. */
const idleSocketMs = 4_000

/** PEM texts. TLS 1.2 is the least, whatever is set here. */
export interface TlsOptions {
  ca?: string
  cert?: string
  key?: string
  rejectUnauthorized?: boolean
}

/** Where to ask, and what; the path begins with `/` and its segments are encoded already. */
export interface Addressed {
  method: string
  path: string
  query?: Record<string, string> | [string, string][]
}

export interface ProxyAddress {
  protocol: string
  host: string
  port: number
  auth?: { username: string; password: string }
}

export function parseBase(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain =
    url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (isPlain && (url.protocol === 'https:' || url.protocol === 'http:')) return url
  throw new BridgeError('misconfigured', 'The base address must be http(s)://host[:port][/path], without user or query')
}

export function parseProxy(text: string): ProxyAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new BridgeError('misconfigured', 'The proxy must be http(s)://[user:password@]host:port')
  }
  const auth = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  return {
    protocol: url.protocol,
    host: url.hostname,
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    ...(url.username !== '' && { auth }),
  }
}

/** Joins base and path; a path that the URL parser would change (`..`, `?`, `\`, another host) is refused. */
export function addressOf(base: URL, request: Addressed): URL {
  const path = base.pathname.replace(/\/$/, '') + request.path
  const url = URL.canParse(base.origin + path) ? new URL(base.origin + path) : undefined
  if (url === undefined || url.pathname !== path || url.origin !== base.origin) {
    throw new BridgeError('rejected', `${request.method}: the path is not a plain one`, { code: 'bad-path' })
  }
  url.search = new URLSearchParams(request.query).toString()
  return url
}

/** Connections that are kept and shared. Certificates are checked whatever the environment says. */
export function createAgents(tls: TlsOptions): { httpAgent: http.Agent; httpsAgent: https.Agent } {
  checkTls(tls)
  const sockets = { keepAlive: true, maxSockets: 16, timeout: idleSocketMs }
  return {
    httpAgent: new http.Agent(sockets),
    httpsAgent: new https.Agent({ rejectUnauthorized: true, ...sockets, ...tls, minVersion: 'TLSv1.2' }),
  }
}

/** A broken PEM would show at the first connection only, as if the far side had failed. */
function checkTls({ ca, cert, key }: TlsOptions): void {
  try {
    createSecureContext({ ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key && { key }) })
  } catch {
    throw new BridgeError('misconfigured', 'The CA, certificate or key for TLS is no usable PEM')
  }
}
