import { readFields } from '../body'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { isMissing, readKey, requireText } from './fields'
import type { Kind } from './records'
import { TASK_FIELDS, updateTask } from './task-update'
import { addTask } from './workbook'

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
      const task = addTask(soar, phase, readFields(body, TASK_FIELDS))
      call.note({ effect: 'task.created', container: Number(phase.container), task: task.id })
      return { success: true, id: task.id }
    },
    update: (call, order) => updateTask(soar, call, order),
  }
}

export function showTask(soar: Soar, task: Row): JsonObject {
  const notes = [...(soar.tables.note.lookUp('task', task.id) ?? [])]
  const isHere = (row: Row): boolean => row.task === task.id
  const inContainer = [...(soar.tables.attachment.lookUp('container', task.container ?? null) ?? [])]
  const files = inContainer.flatMap(id => soar.tables.attachment.find(id) ?? []).filter(isHere)
  return { ...task, notes, files: files.map(({ id }) => id) }
}
