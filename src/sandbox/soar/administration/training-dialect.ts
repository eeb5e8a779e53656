import type { Reply } from '../envelope'
import { isObject, type Json, type JsonObject } from '../json'
import { VERSION } from './system'

/** What is asked, as the dialect looks at it. */
interface Asked {
  method: string
  path: string
}

/**
 * The same answer as training pages describe it (facts section 13): bare lists that end with an empty one, a version and an
 * uptime in `system_info`. Real fields stay beside the invented ones. Runs speak the dialect themselves.
 */
export function translateReply(asked: Asked, reply: Reply, uptimeSeconds: () => number): Reply {
  const { body } = reply
  if (!isObject(body)) return reply
  if (body.message === 'That page contains no results') return { status: 200, body: [] }
  if (body.failed === true) return reply
  return { ...reply, body: translateBody(asked, body, uptimeSeconds) }
}

function translateBody({ method, path }: Asked, body: JsonObject, uptimeSeconds: () => number): Json {
  if (method !== 'GET') return body
  if (Array.isArray(body.data) && body.num_pages !== undefined) return body.data
  if (path === '/rest/system_info') return { ...body, version: VERSION, status: 'running', uptime: uptimeSeconds() }
  return body
}
