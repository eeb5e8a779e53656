import {
  type ServiceNowSandboxOptions,
  startServiceNowSandbox,
} from '../../src/sandbox/servicenow/start-servicenow-sandbox'
import { type PushReceiver, type ReceivedPush, startPushReceiver } from './push-receiver'

export interface Answer {
  status: number
  headers: Headers
  body: ReturnType<typeof JSON.parse>
}

export interface CallOptions {
  body?: unknown
  /** Null logs in as nobody. */
  user?: string | null
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array
  headers?: Record<string, string>
}

export interface ServiceNowStage {
  url: string
  password: string
  client: { id: string; secret: string }
  receiver: PushReceiver
  /** As the integration user unless told otherwise. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Files an incident and gives its record. */
  file(values?: Record<string, unknown>): Promise<Record<string, string>>
  /** All pushes once nothing is underway any more. */
  pushes(): Promise<ReceivedPush[]>
  scenario(scenario: Record<string, unknown>): Promise<Answer>
  /** Sets what instances differ in. */
  set(switches: Record<string, unknown>): Promise<Answer>
  close(): Promise<void>
}

/** A sandbox with the business rules that `rules` names for its receiver, and a client. */
export async function startServiceNowStage(
  options: Omit<ServiceNowSandboxOptions, 'pushes'> = {},
  rules: Omit<NonNullable<ServiceNowSandboxOptions['pushes']>[number], 'url'>[] = [{}],
): Promise<ServiceNowStage> {
  const receiver = await startPushReceiver()
  const pushes = rules.map((rule, i) => ({ ...rule, url: `${receiver.url}/rule${i}` }))
  const sandbox = await startServiceNowSandbox({ ...options, pushes })
  const call: ServiceNowStage['call'] = async (method, path, { body, user = sandbox.user, raw, headers } = {}) => {
    const login = `Basic ${Buffer.from(`${user}:${sandbox.password}`).toString('base64')}`
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { ...(user === null ? {} : { Authorization: login }), 'Content-Type': 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body: raw ?? JSON.stringify(body ?? {}) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  return {
    url: sandbox.url,
    password: sandbox.password,
    client: sandbox.client,
    receiver,
    call,
    file: async (values = {}) => {
      const body = { short_description: 'Odd login', ...values }
      return (await call('POST', '/api/now/table/incident', { body })).body.result
    },
    pushes: async () => {
      await call('GET', '/_sandbox/idle')
      return receiver.received
    },
    scenario: body => call('POST', '/_sandbox/scenario', { body }),
    set: body => call('POST', '/_sandbox/switches', { body }),
    close: async () => {
      await sandbox.close()
      await receiver.close()
    },
  }
}
