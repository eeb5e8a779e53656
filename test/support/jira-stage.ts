import { type JiraSandboxOptions, startJiraSandbox } from '../../src/sandbox/jira/start-jira-sandbox'
import type { JiraRequest } from './jira-documents'
import { type PushReceiver, type ReceivedPush, startPushReceiver } from './push-receiver'
import { findJiraValidator } from './validate-jira'

export interface Answer {
  status: number
  headers: Headers
  body: ReturnType<typeof JSON.parse>
}

export type CallOptions = {
  body?: unknown
  auth?: string | null
  raw?: string
  /** Sent as multipart/form-data. */
  form?: FormData
  headers?: Record<string, string>
}

export interface JiraStage {
  url: string
  token: string
  user: string
  oauth: { accessToken: string; clientSecret: string }
  receiver: PushReceiver
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Files an issue in SEC. */
  file(fields?: Record<string, unknown>): Promise<{ id: string; key: string; self: string }>
  /** All pushes once nothing is underway any more. */
  pushes(): Promise<ReceivedPush[]>
  scenario(scenario: Record<string, unknown>): Promise<Answer>
  close(): Promise<void>
}

/**
 * A sandbox with one signed webhook, and a client that logs in as the bot unless told otherwise. Each answer is held
 * against what Atlassian published, where that is beside the project.
 */
export async function startJiraStage(options: JiraSandboxOptions = {}): Promise<JiraStage> {
  const receiver = await startPushReceiver()
  const webhooks = options.webhooks ?? [{ url: `${receiver.url}/hook`, secret: 'hush' }]
  const sandbox = await startJiraSandbox({ retryDelayMs: 1, ...options, webhooks })
  const login = `Basic ${Buffer.from(`${sandbox.user}:${sandbox.token}`).toString('base64')}`
  const call: JiraStage['call'] = async (method, path, { body, auth = login, raw, form, headers } = {}) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(auth === null ? {} : { Authorization: auth }),
        ...(form === undefined ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      ...(method === 'GET' ? {} : { body: form ?? raw ?? JSON.stringify(body ?? {}) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const parsed = isJson ? JSON.parse(text) : text
    checkAnswer({ flavor: options.flavor ?? 'cloud', method, path }, { response, body: parsed })
    return { status: response.status, headers: response.headers, body: parsed }
  }
  return {
    url: sandbox.url,
    token: sandbox.token,
    user: sandbox.user,
    oauth: sandbox.oauth,
    receiver,
    call,
    file: async (fields = {}) => {
      const known = { project: { key: 'SEC' }, issuetype: { name: 'Incident' }, summary: 'Odd login' }
      return (await call('POST', '/rest/api/2/issue', { body: { fields: { ...known, ...fields } } })).body
    },
    pushes: async () => {
      await call('GET', '/_sandbox/idle')
      return receiver.received
    },
    scenario: body => call('POST', '/_sandbox/scenario', { body }),
    close: async () => {
      await sandbox.close()
      await receiver.close()
    },
  }
}

function checkAnswer(request: JiraRequest, answer: { response: Response; body: unknown }): void {
  const { status, headers } = answer.response
  const told = { status, contentType: headers.get('content-type') ?? '', body: answer.body }
  const judgment = findJiraValidator()?.validateJiraAnswer(request, told)
  if (judgment?.verdict !== 'breaks') return
  throw new Error(`${status} of ${request.method} ${request.path}: ${judgment.rules.join('; ')}`)
}
