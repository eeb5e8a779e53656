import { type JiraSandboxOptions, startJiraSandbox } from '../../src/sandbox/jira/start-jira-sandbox'
import { webhookSecret } from './bridge'

const pushedEvents = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
]

/** A Jira sandbox, a client that speaks as the bot, and how a bridge is told of it. */
export interface OpenedJira {
  url: string
  /** For the bridge's configuration. */
  connection: { auth: { email: string; token: string } }
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>
  /** Pushes every change to this bridge from now on, signed. */
  pushTo(bridgeUrl: string): Promise<void>
  file(fields: Record<string, unknown>): Promise<{ id: string; key: string }>
  /** Resolves when no push is under way. */
  idle(): Promise<void>
  close(): Promise<void>
}

export async function openJira(options: JiraSandboxOptions = {}): Promise<OpenedJira> {
  const sandbox = await startJiraSandbox({ retryDelayMs: 50, ...options })
  const login = `Basic ${Buffer.from(`${sandbox.user}:${sandbox.token}`).toString('base64')}`
  const call: OpenedJira['call'] = async (method, path, body) => {
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
    connection: { auth: { email: sandbox.user, token: sandbox.token } },
    call,
    pushTo: async bridgeUrl => {
      const url = `${bridgeUrl}/webhooks/jira/jira`
      await call('POST', '/rest/webhooks/1.0/webhook', {
        name: 'bridge',
        url,
        events: pushedEvents,
        secret: webhookSecret,
      })
    },
    file: async fields => {
      const known = { project: { key: 'SEC' }, issuetype: { name: 'Incident' } }
      return (await call('POST', '/rest/api/2/issue', { fields: { ...known, ...fields } })).body
    },
    idle: async () => {
      await call('GET', '/_sandbox/idle')
    },
    close: () => sandbox.close(),
  }
}
