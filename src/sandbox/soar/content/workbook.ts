import { Failure } from '../envelope'
import { readNow } from '../instant'
import { isObject, type Json, type JsonObject } from '../json'
import type { SandboxWorkbook } from '../options'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { Kind } from './records'

const DEFAULT_WORKBOOK: SandboxWorkbook = {
  name: 'Incident response',
  phases: [
    { name: 'Triage', tasks: [{ name: 'Confirm the alert' }, { name: 'Find affected systems' }] },
    { name: 'Containment', tasks: [{ name: 'Isolate affected systems', isNoteRequired: true }] },
    { name: 'Closing', tasks: [{ name: 'Write down what was learned', isNoteRequired: true }] },
  ],
}

/** The templates of a fresh system; the first is the default one. */
export function describeWorkbooks(asked: readonly SandboxWorkbook[] = [DEFAULT_WORKBOOK]): JsonObject[] {
  const now = readNow()
  return asked.map(({ name, phases }, position) => ({
    name,
    description: '',
    is_default: position === 0,
    is_note_required: false,
    status: 'published',
    version: 1,
    create_time: now,
    modified_time: now,
    phases: phases.map((phase, order) => ({
      name: phase.name,
      order,
      tasks: (phase.tasks ?? []).map((task, place) => ({
        name: task.name,
        description: task.description ?? '',
        order: place,
        is_note_required: task.isNoteRequired ?? false,
      })),
    })),
  }))
}

/** `/rest/workbook_template`: what workbooks of cases are copied from. Read only here. */
export function describeTemplates(soar: Soar): Kind {
  return { path: '/rest/workbook_template', model: soar.models.workbook }
}

/** The template that a body names by id, or by name as `template`; undefined where it names none. */
export function readTemplate(soar: Soar, body: JsonObject): Row | undefined {
  const asked = body.template ?? body.template_id ?? null
  if (asked === null) return undefined
  const { workbook } = soar.tables
  const [named] = workbook.lookUp('name', asked) ?? []
  const found = workbook.find(named ?? Number(asked))
  // The text is not verified.
  if (found === undefined) throw new Failure(400, 'WorkbookTemplate matching query does not exist.')
  return found
}

/** Copies the template's phases and tasks into a case; says what the container shows of it. */
export function instantiateWorkbook(soar: Soar, container: number, template: Row): JsonObject {
  const phases = listObjects(template.phases).map(phase => {
    const row = addPhase(soar, container, phase)
    for (const task of listObjects(phase.tasks)) addTask(soar, row, task)
    return row
  })
  return { workflow_name: template.name ?? '', current_phase: phases[0]?.id ?? null }
}

export function addPhase(soar: Soar, container: number, fields: JsonObject): Row {
  const now = readNow()
  return soar.tables.phase.insert({
    name: fields.name ?? '',
    order: fields.order ?? 0,
    container,
    sla: null,
    sla_type: 'minutes',
    start_time: null,
    end_time: null,
    create_time: now,
    modified_time: now,
    status: 0,
  })
}

export function addTask(soar: Soar, phase: Row, fields: JsonObject): Row {
  const now = readNow()
  return soar.tables.task.insert({
    name: fields.name ?? '',
    order: fields.order ?? 0,
    owner: null,
    role: null,
    container: phase.container ?? null,
    phase: phase.id,
    description: fields.description ?? '',
    suggestions: {},
    status: 0,
    create_time: now,
    modified_time: now,
    notified: false,
    is_note_required: fields.is_note_required ?? false,
    sla: null,
    sla_type: 'minutes',
    start_time: null,
    end_time: null,
  })
}

function listObjects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}
