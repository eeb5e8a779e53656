import type { SoarSandboxOptions } from '../../src/sandbox/soar/options'
import { type SoarSandbox, startSoarSandbox } from '../../src/sandbox/soar/server'

/** A JSON answer as a test reads it: whatever the wire brought. */
export interface Answer {
  status: number
  headers: Headers
  /** Parsed where the answer says that it is JSON, else its text; each test says what it expects. */
  body: ReturnType<typeof JSON.parse>
}

/** A SOAR sandbox and the few requests that its tests are made of. */
export interface OpenedSoar extends SoarSandbox {
  send(method: string, path: string, request?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  /** A list with filters: `{ sort: 'id', _filter_name: '"x"' }`. */
  list(path: string, query: Record<string, string>): Promise<Answer>
  scenario(wish: Record<string, unknown>): Promise<Answer>
  effects(): Promise<string[]>
}

export async function openSoar(options: SoarSandboxOptions = {}): Promise<OpenedSoar> {
  const sandbox = await startSoarSandbox(options)
  const send: OpenedSoar['send'] = async (method, path, { body, headers } = {}) => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: headers ?? { 'ph-auth-token': sandbox.token },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  const get = (path: string): Promise<Answer> => send('GET', path)
  return {
    ...sandbox,
    send,
    get,
    post: (path, body) => send('POST', path, { body }),
    list: (path, query) => get(`${path}?${new URLSearchParams(query)}`),
    scenario: wish => send('POST', '/_sandbox/scenario', { body: wish }),
    async effects() {
      const { body } = await get('/_sandbox/ledger')
      return body.effects.map(({ effect }: { effect: string }) => effect)
    },
  }
}
