import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'

export interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  body?: Json
  headers?: Record<string, string>
}

/** Asks one of the demo's own servers; raises where it does not answer with success. */
export async function askJson(url: string, { method = 'GET', body, headers = {} }: Question = {}): Promise<JsonObject> {
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) {
    throw new BridgeError('unavailable', `${method} ${new URL(url).pathname} was answered ${response.status}`, {
      code: 'demo-failed',
    })
  }
  const answer: unknown = text === '' ? {} : JSON.parse(text)
  return isJsonObject(answer) ? answer : {}
}

/** Asks the bridge's API, as anybody may who holds the key. */
export function askBridge(bridge: { url: string; viewerKey: string }, path: string): Promise<JsonObject> {
  return askJson(`${bridge.url}${path}`, { headers: { Authorization: `Bearer ${bridge.viewerKey}` } })
}

/** The members of a list in an answer. */
export function listIn(answer: JsonObject, name: string): JsonObject[] {
  const list = answer[name]
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

export function basic(user: string, password: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
