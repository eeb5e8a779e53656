import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
import type { ListQuery } from '../query'
import { walk } from '../walk'
import { change, make, readRecord, remove, renameFields, toNumber } from './confirm'

const path = '/rest/note'

export interface NoteFields {
  title?: string
  content?: string
  /** SOAR's default is markdown. */
  format?: 'markdown' | 'html'
}

export interface NewNote extends NoteFields {
  containerId: string
  title: string
  content: string
  /** Makes it a note of that task, which shows there and not among the container's. */
  taskId?: string
  phaseId?: string
  artifactId?: string
  authorId?: string
  /** Ids of the container's files; SOAR takes ten. */
  attachmentIds?: readonly string[]
}

/** Notes of containers, tasks and artifacts (soar.md section 7). */
export function createNotesApi(call: WriteCall) {
  return {
    create: async (note: NewNote): Promise<string> => (await make(call, path, newNoteBody(note))).id,
    get: (id: string): Promise<JsonObject | null> => readRecord(call, { path, id }),
    /** Of all containers; those of a task by `task_id` here only. */
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    update: (id: string, fields: NoteFields): Promise<void> => change(call, { path, id }, noteBody(fields)),
    delete: (id: string): Promise<void> => remove(call, { path, id }),
  }
}

function newNoteBody(note: NewNote): JsonObject {
  const { containerId, taskId, phaseId, artifactId, authorId, attachmentIds = [] } = note
  return {
    container_id: toNumber(containerId),
    note_type: taskId === undefined ? 'general' : 'task',
    ...noteBody(note),
    ...(taskId !== undefined && { task_id: toNumber(taskId) }),
    ...(phaseId !== undefined && { phase: toNumber(phaseId) }),
    ...(artifactId !== undefined && { artifact: toNumber(artifactId) }),
    ...(authorId !== undefined && { author_id: toNumber(authorId) }),
    ...(attachmentIds.length > 0 && { attachments: attachmentIds.map(toNumber) }),
  }
}

function noteBody(fields: NoteFields): JsonObject {
  return renameFields(fields, { title: 'title', content: 'content', format: 'note_format' })
}
