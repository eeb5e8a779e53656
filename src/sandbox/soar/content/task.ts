import { readFields, readNumber, readText } from '../body'
import { Failure } from '../envelope'
import { readNow } from '../instant'
import type { Json, JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, isMissing, readBoolean, readKey, requireText } from './fields'
import { addNote } from './note'
import type { Kind, Order } from './records'
import { addPhase, addTask } from './workbook'

const NOT_STARTED = 0
const COMPLETE = 1
const IN_PROGRESS = 2

const FIELDS = {
  name: readText,
  description: readText,
  order: readNumber,
  is_note_required: readBoolean,
}

/** `/rest/workbook_phase`. */
export function describePhases(soar: Soar): Kind {
  return {
    path: '/rest/workbook_phase',
    model: soar.models.phase,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      requireText(body, 'name')
      const phase = addPhase(soar, container, readFields(body, FIELDS))
      call.note({ effect: 'phase.created', container, phase: phase.id })
      return { success: true, id: phase.id }
    },
  }
}

/** `/rest/workbook_task`: 0 not started, 2 in progress, 1 complete (facts section 11). */
export function describeTasks(soar: Soar): Kind {
  return {
    path: '/rest/workbook_task',
    model: soar.models.task,
    show: row => showTask(soar, row),
    create(call, body) {
      const phase = soar.tables.phase.find(Number(readKey(body, 'phase')))
      if (phase === undefined) throw isMissing('phase_id')
      requireText(body, 'name')
      const task = addTask(soar, phase, readFields(body, FIELDS))
      call.note({ effect: 'task.created', container: Number(phase.container), task: task.id })
      return { success: true, id: task.id }
    },
    update: (call, order) => updateTask(soar, call, order),
  }
}

function showTask(soar: Soar, task: Row): JsonObject {
  const notes = [...(soar.tables.note.lookUp('task', task.id) ?? [])]
  const isHere = (row: Row): boolean => row.task === task.id
  const inContainer = [...(soar.tables.attachment.lookUp('container', task.container ?? null) ?? [])]
  const files = inContainer.flatMap(id => soar.tables.attachment.find(id) ?? []).filter(isHere)
  return { ...task, notes, files: files.map(({ id }) => id) }
}

/** A phase with its tasks, as it shows below its container. */
export function showPhase(soar: Soar, phase: Row): JsonObject {
  const ids = [...(soar.tables.task.lookUp('phase', phase.id) ?? [])]
  const tasks = ids.flatMap(id => soar.tables.task.find(id) ?? [])
  return { ...phase, tasks: tasks.map(task => showTask(soar, task)) }
}

/** A closing note comes inline: one posted on its own comes too late. */
function updateTask(soar: Soar, call: Call, { row, body }: Order): JsonObject {
  const sent = readFields(body, FIELDS)
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
