import {
  type ServiceNowSandboxOptions,
  startServiceNowSandbox,
} from '../../src/sandbox/servicenow/start-servicenow-sandbox'
import { webhookSecret } from './bridge'

type ServiceNowCall = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>

/** A ServiceNow sandbox, a client that speaks as the integration user, and how a bridge is told of it. */
export interface OpenedServiceNow {
  url: string
  auth: { user: string; password: string }
  call: ServiceNowCall
  /** The same as somebody else. */
  as(user: string): ServiceNowCall
  /** Pushes every change to this bridge from now on, in one of the shapes that business rules send. */
  pushTo(bridgeUrl: string, push?: Record<string, unknown>): Promise<void>
  file(values: Record<string, unknown>, table?: string): Promise<Record<string, string>>
  idle(): Promise<void>
  close(): Promise<void>
}

export async function openServiceNow(options: ServiceNowSandboxOptions = {}): Promise<OpenedServiceNow> {
  const sandbox = await startServiceNowSandbox(options)
  const as: OpenedServiceNow['as'] = user => async (method, path, body) => {
    const Authorization = `Basic ${Buffer.from(`${user}:${sandbox.password}`).toString('base64')}`
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { Authorization, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: isJson ? JSON.parse(text) : text }
  }
  const call = as(sandbox.user)
  return {
    as,
    url: sandbox.url,
    auth: { user: sandbox.user, password: sandbox.password },
    call,
    pushTo: async (bridgeUrl, push = {}) => {
      const url = `${bridgeUrl}/webhooks/servicenow/servicenow`
      const { headers, ...rest } = push as { headers?: Record<string, string> }
      await call('POST', '/_sandbox/push', { url, headers: { 'X-Bridge-Secret': webhookSecret, ...headers }, ...rest })
    },
    file: async (values, table = 'incident') => (await call('POST', `/api/now/table/${table}`, values)).body.result,
    idle: async () => {
      await call('GET', '/_sandbox/idle')
    },
    close: () => sandbox.close(),
  }
}
