import type { JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { WriteCall } from '../call'
import type { Filter } from '../query'
import { readAll } from '../walk'
import { change, make, readRecord, toNumber } from './confirm'

const templates = '/rest/workbook_template'
const phases = '/rest/workbook_phase'
const tasks = '/rest/workbook_task'

/** As SOAR numbers them (soar.md section 11): nothing but the next one may follow. */
export const taskStatuses = { notStarted: 0, inProgress: 2, complete: 1 } as const

export interface ClosingNote {
  content: string
  title?: string
  format?: 'markdown' | 'html'
}

export interface NewTask {
  phaseId: string
  name: string
  description?: string
  order?: number
}

/** The workbooks of cases (soar.md section 11). */
export function createWorkbookApi(call: WriteCall) {
  return {
    listTemplates: (): Promise<JsonObject[]> => readAll(call, templates, {}),
    listPhases: (containerId: string): Promise<JsonObject[]> => readAll(call, phases, inContainer(containerId)),
    listTasks: (containerId: string): Promise<JsonObject[]> => readAll(call, tasks, inContainer(containerId)),
    getTask: (id: string): Promise<JsonObject | null> => readRecord(call, { path: tasks, id }),
    addPhase: async (containerId: string, name: string, order = 0): Promise<string> =>
      (await make(call, phases, { container_id: toNumber(containerId), name, order })).id,
    addTask: async ({ phaseId, ...fields }: NewTask): Promise<string> =>
      (await make(call, tasks, { phase_id: toNumber(phaseId), ...fields })).id,
    /** To a user or a role, the one instead of the other. */
    assignTask: (id: string, to: { ownerId: number } | { roleId: number }): Promise<void> =>
      change(call, { path: tasks, id }, 'ownerId' in to ? { owner_id: to.ownerId } : { role_id: to.roleId }),
    startTask: (id: string): Promise<void> => change(call, { path: tasks, id }, { status: taskStatuses.inProgress }),
    /** From wherever it stands; its closing note goes along, since one that comes later is too late. */
    completeTask: (id: string, note?: ClosingNote): Promise<void> => completeTask(call, id, note),
  }
}

async function completeTask(call: WriteCall, id: string, note: ClosingNote | undefined): Promise<void> {
  const task = await readRecord(call, { path: tasks, id })
  if (task === null) {
    throw new BridgeError('rejected', `POST ${tasks}/${id}: there is no such task`, { code: 'not-found' })
  }
  if (task.status === taskStatuses.complete) return
  if (task.status === taskStatuses.notStarted) {
    await change(call, { path: tasks, id }, { status: taskStatuses.inProgress })
  }
  await change(call, { path: tasks, id }, { status: taskStatuses.complete, ...noteBody(note) })
}

function noteBody(note: ClosingNote | undefined): JsonObject {
  if (note === undefined) return {}
  const { content, title = 'Closing note', format = 'markdown' } = note
  return { note: content, title, note_format: format }
}

function inContainer(containerId: string): { filters: Filter[] } {
  return { filters: [{ field: 'container_id', value: toNumber(containerId) }] }
}
