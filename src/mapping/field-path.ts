import { isJsonObject, type Json, type JsonObject } from '../domain/json'

/**
 * Reads `a.b.c` out of a ticket's fields. A list answers with what its members answer (`components.name`).
 * Only own properties count: Jira sends keys such as `toString`, and tickets must not reach `Object.prototype`.
 * A key that holds the dots itself (`"caller_id.email"`, as dot-walked pushes send it) wins over the walk.
 */
export function readField(fields: JsonObject, path: string): Json | undefined {
  return readFrom(fields, path.split('.'))
}

function readFrom(value: Json, segments: readonly string[]): Json | undefined {
  const [segment, ...rest] = segments
  if (segment === undefined) return value
  if (Array.isArray(value)) return readFromEach(value, segments)
  if (!isJsonObject(value)) return undefined
  const whole = segments.join('.')
  if (rest.length > 0 && Object.hasOwn(value, whole)) return value[whole]
  const next = Object.hasOwn(value, segment) ? value[segment] : undefined
  return next === undefined ? undefined : readFrom(next, rest)
}

function readFromEach(list: readonly Json[], segments: readonly string[]): Json | undefined {
  const answers = list.map(member => readFrom(member, segments)).filter(answer => answer !== undefined)
  return answers.length === 0 ? undefined : answers.flat(1)
}
