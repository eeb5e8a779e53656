import { type ReadField, readInstant, readNumber, readObject, readTags, readText } from './body'
import { readOneOf } from './content/fields'
import { Failure } from './envelope'
import type { Json, JsonObject } from './json'
import type { Soar } from './soar'
import { findWord, readWord, SENSITIVITIES } from './vocabulary'

/** What a body may set, at creation and later; owner, role and identifiers have rules of their own. */
export function listContainerFields(soar: Soar): Record<string, ReadField> {
  return {
    name: readName,
    description: readText,
    label: value => readLabel(soar, value),
    severity: value => readWord(soar.tables.severity, value, 'Severity'),
    sensitivity: readSensitivity,
    status: value => readWord(soar.tables.status, value, 'ContainerStatus'),
    tags: readTags,
    custom_fields: readObject,
    data: readObject,
    kill_chain: readText,
    container_type: readOneOf(['default', 'case']),
    due_time: readInstant,
    start_time: readInstant,
    end_time: readInstant,
    open_time: readInstant,
    close_time: readInstant,
  }
}

export function readLabel(soar: Soar, label: Json): string {
  if (typeof label === 'string' && soar.tables.label.lookUp('name', label)?.size) return label
  throw new Failure(400, `Label "${label}" is not a known label.`)
}

const readName: ReadField = value => {
  if (typeof value === 'string' && value !== '') return value
  throw new Failure(400, '"name" is a required field')
}

const readSensitivity: ReadField = (value, name) => {
  const word = String(value).toLowerCase()
  if (SENSITIVITIES.includes(word)) return word
  throw new Failure(400, `Invalid value for "${name}"`)
}

/**
 * Who the container goes to: a user or a role, the one clearing the other. A name instead of an id is taken at creation
 * (`takesNames`) and dropped without a word later.
 */
export function readAssignment(soar: Soar, body: JsonObject, takesNames: boolean): JsonObject {
  const owner = readOwner(soar, body.owner_id, takesNames)
  const role = typeof body.role_id === 'number' ? readNumber(body.role_id, 'role_id') : undefined
  if (owner != null && role != null) throw new Failure(400, 'Container cannot be assigned both an owner and a role')
  if (role != null) return { role, owner: null, owner_name: null }
  if (owner === undefined) return {}
  if (owner === null) return { owner: null, owner_name: null }
  return { owner, owner_name: soar.tables.user.find(owner)?.username ?? null, role: null }
}

function readOwner(soar: Soar, owner: Json | undefined, takesNames: boolean): number | null | undefined {
  if (owner === null) return null
  if (typeof owner !== 'number' && !(takesNames && typeof owner === 'string')) return undefined
  const [id] = typeof owner === 'number' ? [owner] : (soar.tables.user.lookUp('username', owner) ?? [])
  if (id === undefined || soar.tables.user.find(id) === undefined) throw new Failure(400, '"owner_id" Not found')
  return id
}

/** What a change of status brings along: opening and closing are stamped. */
export function stampStatus(soar: Soar, status: Json, stamp: { now: string; by: number }): JsonObject {
  const type = findWord(soar.tables.status, status)?.status_type
  if (type === 'open') return { open_time: stamp.now, close_time: null, closing_owner: null }
  if (type === 'resolved') return { close_time: stamp.now, closing_owner: stamp.by }
  return { close_time: null, closing_owner: null }
}
