import { readFields, readNumber, readText } from '../body'
import type { JsonObject } from '../json'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, requireText } from './fields'
import type { Kind } from './records'
import { showTask } from './task'
import { addPhase } from './workbook'

/** `/rest/workbook_phase`. */
export function describePhases(soar: Soar): Kind {
  return {
    path: '/rest/workbook_phase',
    model: soar.models.phase,
    create(call, body) {
      const { id: container } = findContainerOf(soar, body)
      requireText(body, 'name')
      const phase = addPhase(soar, container, readFields(body, { name: readText, order: readNumber }))
      call.note({ effect: 'phase.created', container, phase: phase.id })
      return { success: true, id: phase.id }
    },
  }
}

/** A phase with its tasks, as it shows below its container. */
export function showPhase(soar: Soar, phase: Row): JsonObject {
  const ids = [...(soar.tables.task.lookUp('phase', phase.id) ?? [])]
  const tasks = ids.flatMap(id => soar.tables.task.find(id) ?? [])
  return { ...phase, tasks: tasks.map(task => showTask(soar, task)) }
}
