import { readFields, readText } from '../body'
import { Failure } from '../envelope'
import { readNow } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, readKey, readOneOf, requireText } from './fields'
import type { Kind, Order } from './records'

const MOST_ATTACHMENTS = 10

const FIELDS = {
  title: readText,
  content: readText,
  note_type: readOneOf(['general', 'task', 'artifact']),
  note_format: readOneOf(['markdown', 'html']),
}

/** `/rest/note`: general ones, and those of a task or an artifact (facts section 7). */
export function describeNotes(soar: Soar): Kind {
  const { note: table } = soar.tables
  return {
    path: '/rest/note',
    model: soar.models.note,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      return { success: true, id: addNote(soar, call, { container, body }).id }
    },
    update(call, { row, body }: Order) {
      const sent = readFields(body, FIELDS)
      table.update(row, { ...sent, modified_time: readNow() })
      call.note({ effect: 'note.updated', container: Number(row.container), note: row.id, fields: Object.keys(sent) })
      return { success: true, id: row.id }
    },
    remove(call, row) {
      table.remove(row.id)
      call.note({ effect: 'note.deleted', container: Number(row.container), note: row.id })
      return { success: true }
    },
  }
}

/** Adds one note; that of an artifact shows there. */
export function addNote(soar: Soar, call: Call, order: { container: number; body: JsonObject }): Row {
  const { container, body } = order
  requireText(body, 'title')
  requireText(body, 'content')
  const now = readNow()
  const task = findLinked(soar.tables.task.find, readKey(body, 'task'), 'WorkbookTask')
  const artifact = findLinked(soar.tables.artifact.find, readKey(body, 'artifact'), 'Artifact')
  const note = soar.tables.note.insert({
    note_type: task === null ? 'general' : 'task',
    note_format: 'markdown',
    ...readFields(body, FIELDS),
    container,
    task: task?.id ?? null,
    phase: readKey(body, 'phase') ?? task?.phase ?? null,
    artifact: artifact?.id ?? null,
    author: readKey(body, 'author') ?? call.caller.id,
    attachments: readAttachments(soar, body.attachments ?? []),
    create_time: now,
    modified_time: now,
  })
  if (artifact !== null) soar.tables.artifact.update(artifact, { has_note: true })
  call.note({ effect: 'note.created', container, note: note.id })
  return note
}

function findLinked(find: (id: number) => Row | undefined, id: Json, kind: string): Row | null {
  if (id === null) return null
  const row = find(Number(id))
  if (row === undefined) throw new Failure(400, `${kind} matching query does not exist.`)
  return row
}

/** Files of the vault that belong to the note. The texts are not verified. */
function readAttachments(soar: Soar, ids: Json): Json[] {
  const isList = Array.isArray(ids) && ids.every(id => soar.tables.attachment.find(Number(id)) !== undefined)
  if (!isList) throw new Failure(400, 'Invalid value for "attachments"')
  if (ids.length > MOST_ATTACHMENTS) throw new Failure(400, `A note takes at most ${MOST_ATTACHMENTS} attachments`)
  return ids.map(Number)
}
