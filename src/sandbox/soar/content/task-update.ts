import { readFields, readNumber, readText } from '../body'
import { Failure } from '../envelope'
import { readNow } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { readBoolean, readKey } from './fields'
import { addNote } from './note'
import type { Order } from './records'

const NOT_STARTED = 0
const COMPLETE = 1
const IN_PROGRESS = 2

/** What a body may set of a task. */
export const TASK_FIELDS = {
  name: readText,
  description: readText,
  order: readNumber,
  is_note_required: readBoolean,
}

/** A closing note comes inline: one posted on its own comes too late. */
export function updateTask(soar: Soar, call: Call, { row, body }: Order): JsonObject {
  const sent = readFields(body, TASK_FIELDS)
  const status = readStatus(row, body)
  if (status === COMPLETE && row.is_note_required === true && !isText(body.note))
    throw new Failure(400, 'Closing note content is required')
  const now = readNow()
  const container = Number(row.container)
  const { note, title = 'Closing note', note_format = 'markdown' } = body
  if (isText(note)) {
    addNote(soar, call, { container, body: { title, content: note, note_format, note_type: 'task', task_id: row.id } })
  }
  soar.tables.task.update(row, {
    ...sent,
    ...readAssignee(soar, body),
    ...(status === undefined ? {} : { status }),
    ...(status === IN_PROGRESS ? { start_time: now } : {}),
    ...(status === COMPLETE ? { end_time: now } : {}),
    modified_time: now,
  })
  call.note({ effect: 'task.updated', container, task: row.id, fields: Object.keys(body) })
  return { success: true, id: row.id }
}

/** From not started to in progress, and from there to complete; no other way. The text is not verified. */
function readStatus(task: Row, { status }: JsonObject): number | undefined {
  if (status === undefined || status === task.status) return undefined
  const isAllowed =
    (task.status === NOT_STARTED && status === IN_PROGRESS) || (task.status === IN_PROGRESS && status === COMPLETE)
  if (!isAllowed) throw new Failure(400, `Invalid task status transition from ${task.status} to ${status}`)
  return Number(status)
}

function readAssignee(soar: Soar, body: JsonObject): JsonObject {
  const owner = readKey(body, 'owner')
  const role = readKey(body, 'role')
  if (owner === null && role === null) return {}
  if (role !== null) return { role, owner: null }
  if (soar.tables.user.find(Number(owner)) === undefined) throw new Failure(400, '"owner_id" Not found')
  return { owner, role: null }
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}
