import type { Exchange, Sending, SoarConnector } from '../../src/connectors/connector'
import { createSoarConnector, type SoarOptions } from '../../src/connectors/soar/index'
import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json'
import { type ReceivedRequest, type Reply, type ScriptedServer, startScriptedServer } from './http-server'
import { createManualClock, type ManualClock } from './manual-clock'

/** Replies by `METHOD /path`: one for each request, the last one again and again. What was not foreseen is a 404. */
export type Routes = Record<string, Reply | 'reset' | ((request: ReceivedRequest) => Reply) | (Reply | 'reset')[]>

export interface SoarStage {
  soar: SoarConnector
  server: ScriptedServer
  clock: ManualClock
  /** Requests as `METHOD /path` and announcements as `beforeWrite`, in order. */
  journal: string[]
  exchanges: Exchange[]
  sending(isRepeat?: boolean): Sending
  /** Bodies of the POSTs to that path. */
  posted(path: string): Json[]
  asked(path: string): ReceivedRequest[]
}

const opened: ScriptedServer[] = []

export async function stageSoar(routes: Routes, options: Partial<SoarOptions> = {}): Promise<SoarStage> {
  const journal: string[] = []
  const exchanges: Exchange[] = []
  const clock = createManualClock()
  const counts = new Map<string, number>()
  const server = await startScriptedServer((request, response) => {
    const route = `${request.method} ${request.path}`
    journal.push(route)
    const count = counts.get(route) ?? 0
    counts.set(route, count + 1)
    const reply = chooseReply(routes[route], request, count)
    if (reply !== 'reset') return reply
    response.destroy()
    return undefined
  })
  opened.push(server)
  const auth = { kind: 'token', token: 'soar-token-1234567890' } as const
  const toPath = (path: string) => server.requests.filter(request => request.path === path)
  return {
    soar: createSoarConnector({ connection: 'soar', url: server.url, auth, clock, ...options }),
    server,
    clock,
    journal,
    exchanges,
    sending: (isRepeat = false) => ({
      isRepeat,
      beforeWrite: async () => {
        journal.push('beforeWrite')
      },
      record: exchange => exchanges.push(exchange),
    }),
    posted: path => toPath(path).flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(body) as Json] : [])),
    asked: path => toPath(path).filter(({ method }) => method === 'GET'),
  }
}

function chooseReply(route: Routes[string] | undefined, request: ReceivedRequest, count: number): Reply | 'reset' {
  if (route === undefined) return failed('Requested item not found', 404)
  if (typeof route === 'function') return route(request)
  if (!Array.isArray(route)) return route
  return route[Math.min(count, route.length - 1)] ?? failed('nothing foreseen', 500)
}

export async function closeStages(): Promise<void> {
  await Promise.all(opened.splice(0).map(server => server.close()))
}

export function done(id: number | string, more: JsonObject = {}): Reply {
  return { json: { success: true, id, ...more } }
}

export function failed(message: string, status = 400, more: JsonObject = {}): Reply {
  return { status, json: { failed: true, message, ...more } }
}

/** One page of a list, whole. */
export function list(...data: Json[]): Reply {
  return { json: { count: data.length, num_pages: data.length === 0 ? 0 : 1, data } }
}

export function html(status: number): Reply {
  return { status, headers: { 'content-type': 'text/html' }, text: '<html><body>nginx</body></html>' }
}

/** Artifacts that answer to the identifiers asked for, as SOAR's filter does. */
export function artifactStore(records: JsonObject[]): (request: ReceivedRequest) => Reply {
  return ({ query }) => {
    const wanted = JSON.parse(query.get('_filter_source_data_identifier__in') ?? '[]') as Json[]
    const container = Number(query.get('_filter_container'))
    return list(
      ...records.filter(
        record =>
          isJsonObject(record) &&
          record.container === container &&
          wanted.includes(record.source_data_identifier ?? ''),
      ),
    )
  }
}
