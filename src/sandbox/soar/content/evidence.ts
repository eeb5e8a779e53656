import { Failure } from '../envelope'
import { readNow } from '../instant'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row, Table } from '../table'
import { findContainerOf, isMissing, readKey, readOneOf } from './fields'
import type { Kind } from './records'

const TYPES = ['containerattachment', 'artifact', 'actionrun', 'container', 'note']

/** `/rest/evidence`: objects of a container that count as evidence, each once (facts section 7). */
export function describeEvidence(soar: Soar): Kind {
  const { evidence: table } = soar.tables
  return {
    path: '/rest/evidence',
    model: soar.models.evidence,
    show: showEvidence,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      const { object, type } = readObject(soar, body)
      const others = [...(table.lookUp('container', container) ?? [])].flatMap(id => table.find(id) ?? [])
      if (others.some(other => other.object_id === object && other.content_type === type))
        throw new Failure(400, 'Already added to Evidence.')
      const row = table.insert({
        container,
        object_id: object,
        content_type: type,
        added_by: call.caller.id,
        create_time: readNow(),
      })
      call.note({ effect: 'evidence.created', container, evidence: row.id })
      return { success: true, id: row.id }
    },
    remove(call, row) {
      table.remove(row.id)
      call.note({ effect: 'evidence.deleted', container: Number(row.container), evidence: row.id })
      return { success: true }
    },
  }
}

/** A number stands for the type; its name is shown where `_special_content_type` asks for it. Numbers are not verified. */
function showEvidence(row: Row, query: URLSearchParams): JsonObject {
  const type = String(row.content_type)
  return { ...row, content_type: query.has('_special_content_type') ? type : TYPES.indexOf(type) + 1 }
}

function readObject(soar: Soar, body: JsonObject): { object: number; type: string } {
  const object = readKey(body, 'object')
  if (object === null) throw isMissing('object_id')
  if (body.content_type === undefined) throw isMissing('content_type')
  const type = String(readOneOf(TYPES)(body.content_type, 'content_type'))
  const { attachment, artifact, container, note } = soar.tables
  const tables: Record<string, Table> = { containerattachment: attachment, artifact, container, note }
  const table = tables[type]
  if (table !== undefined && table.find(Number(object)) === undefined)
    throw new Failure(400, 'Object matching query does not exist.')
  return { object: Number(object), type }
}
