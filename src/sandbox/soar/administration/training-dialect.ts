import type { Reply } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import { VERSION } from './system'

/** What is asked, as the dialect looks at it. */
interface Asked {
  method: string
  path: string
}

/** Training pages speak of other words than SOAR does. */
const STATUSES: Readonly<Record<string, string>> = {
  pending: 'in_progress',
  running: 'in_progress',
  success: 'completed',
}

/**
 * The same answer as training pages describe it (facts section 13): bare lists that end with an empty one, `run_id`, other
 * statuses and a `summary` of runs, a version and an uptime in `system_info`. Real fields stay beside the invented ones.
 */
export function translateReply(asked: Asked, reply: Reply, uptimeSeconds: () => number): Reply {
  const { body } = reply
  if (!isObject(body)) return reply
  if (body.message === 'That page contains no results') return { status: 200, body: [] }
  if (body.failed === true) return reply
  return { ...reply, body: translateBody(asked, body, uptimeSeconds) }
}

function translateBody({ method, path }: Asked, body: JsonObject, uptimeSeconds: () => number): Json {
  const isRun = path === '/rest/playbook_run' || path.startsWith('/rest/playbook_run/')
  if (method === 'POST') return isRun && body.playbook_run_id !== undefined ? withRunId(body) : body
  if (Array.isArray(body.data) && body.num_pages !== undefined) {
    return isRun ? body.data.map(run => (isObject(run) ? translateRun(run) : run)) : body.data
  }
  if (path === '/rest/system_info') return { ...body, version: VERSION, status: 'running', uptime: uptimeSeconds() }
  return isRun ? translateRun(body) : body
}

function withRunId(body: JsonObject): JsonObject {
  return { ...body, run_id: body.playbook_run_id ?? null }
}

function translateRun(run: JsonObject): JsonObject {
  const { status = null, message = null } = run
  return { ...run, status: STATUSES[String(status)] ?? status, summary: message }
}
