import {
  type ServiceNowSandboxOptions,
  startServiceNowSandbox,
} from '../../src/sandbox/servicenow/start-servicenow-sandbox'
import { webhookSecret } from './bridge'

/** A ServiceNow sandbox, a client that speaks as the integration user, and how a bridge is told of it. */
export interface OpenedServiceNow {
  url: string
  auth: { user: string; password: string }
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>
  /** Pushes every change to this bridge from now on, in one of the shapes that business rules send. */
  pushTo(bridgeUrl: string, push?: Record<string, unknown>): Promise<void>
  file(values: Record<string, unknown>, table?: string): Promise<Record<string, string>>
  idle(): Promise<void>
  close(): Promise<void>
}

export async function openServiceNow(options: ServiceNowSandboxOptions = {}): Promise<OpenedServiceNow> {
  const sandbox = await startServiceNowSandbox(options)
  const login = `Basic ${Buffer.from(`${sandbox.user}:${sandbox.password}`).toString('base64')}`
  const call: OpenedServiceNow['call'] = async (method, path, body) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { Authorization: login, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: isJson ? JSON.parse(text) : text }
  }
  return {
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
