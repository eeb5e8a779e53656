import { startJiraSandbox } from '../../src/sandbox/jira/start-jira-sandbox'
import { startServiceNowSandbox } from '../../src/sandbox/servicenow/start-servicenow-sandbox'
import { startSoarSandbox } from '../../src/sandbox/soar/server'

/** Options that every sandbox takes. */
export interface AnyOptions {
  seed?: number
  port?: number
  scenarios?: readonly unknown[]
  stateFile?: string
  saveFile?: string
}

/** One of the three sandboxes, by what they have in common. */
export interface AnySandbox {
  url: string
  /** Creates one record. Rejects where the connection breaks. */
  create(): Promise<Response>
  /** Reads the record created first, by the API. */
  read(): Promise<Response>
  /** Where `create` goes. */
  path: string
  count(): Promise<number>
  /** When the record that was created first was created, in epoch milliseconds. */
  createdAt(): Promise<number>
  /** Below `/_sandbox`: a POST where there is a body. */
  control(path: string, body?: unknown): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>
  scenario(wish: Record<string, unknown>): Promise<void>
  close(): Promise<void>
}

interface Manner {
  start(options: AnyOptions): Promise<{ url: string; login: Record<string, string>; close(): Promise<void> }>
  path: string
  record: unknown
  /** Out of the state. */
  list(state: ReturnType<typeof JSON.parse>): { path: string; createdAt: number }[]
}

const manners: Record<string, Manner> = {
  jira: {
    start: async options => {
      const sandbox = await startJiraSandbox({ token: 'hush', ...options })
      return { ...sandbox, login: basic(sandbox.user, sandbox.token) }
    },
    path: '/rest/api/2/issue',
    record: { fields: { project: { key: 'SEC' }, issuetype: { name: 'Incident' }, summary: 'Odd login' } },
    list: ({ issues }) =>
      issues.map(({ id, created }: { id: string; created: number }) => ({
        path: `/rest/api/2/issue/${id}`,
        createdAt: created,
      })),
  },
  servicenow: {
    start: async options => {
      const sandbox = await startServiceNowSandbox({ password: 'hush', ...options })
      return { ...sandbox, login: basic(sandbox.user, sandbox.password) }
    },
    path: '/api/now/table/incident',
    record: { short_description: 'Odd login' },
    list: ({ records }) =>
      records.incident.map((row: Record<string, string>) => ({
        path: `/api/now/table/incident/${row.sys_id}`,
        createdAt: Date.parse(`${row.sys_created_on?.replace(' ', 'T')}Z`),
      })),
  },
  soar: {
    start: async options => {
      const sandbox = await startSoarSandbox({ token: 'hush', ...options })
      return { ...sandbox, login: { 'ph-auth-token': sandbox.token } }
    },
    path: '/rest/container',
    record: { name: 'Odd login', label: 'events' },
    list: ({ containers }) =>
      containers.map(({ id, create_time }: Record<'id' | 'create_time', string>) => ({
        path: `/rest/container/${id}`,
        createdAt: Date.parse(create_time),
      })),
  },
}

export const sandboxNames = Object.keys(manners)

/** Ends with `closeSandboxes`. */
export async function openSandbox(name: string, options: AnyOptions = {}): Promise<AnySandbox> {
  const manner = manners[name]
  if (manner === undefined) throw new Error(`there is no sandbox for ${name}`)
  const { url, login, close } = await manner.start(options)
  opened.push(close)
  const headers = { ...login, 'content-type': 'application/json' }
  const control: AnySandbox['control'] = async (path, body) => {
    const post = { method: 'POST', body: JSON.stringify(body) }
    const answer = await fetch(`${url}/_sandbox/${path}`, body === undefined ? {} : post)
    return { status: answer.status, body: await answer.json() }
  }
  const list = async () => manner.list((await control('state')).body)
  return {
    url,
    path: manner.path,
    create: () => fetch(url + manner.path, { method: 'POST', headers, body: JSON.stringify(manner.record) }),
    read: async () => fetch(url + (await list())[0]?.path, { headers }),
    count: async () => (await list()).length,
    createdAt: async () => (await list())[0]?.createdAt ?? Number.NaN,
    control,
    scenario: async wish => {
      const { status, body } = await control('scenario', wish)
      if (status !== 200) throw new Error(body.error)
    },
    close,
  }
}

const opened: (() => Promise<void>)[] = []

export async function closeSandboxes(): Promise<void> {
  await Promise.allSettled(opened.splice(0).map(close => close()))
}

function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
