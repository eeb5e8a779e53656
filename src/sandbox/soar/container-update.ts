import { readFields } from './body'
import { listContainerFields, readAssignment, stampStatus } from './container-fields'
import { addToCase, planWorkbook } from './content/case'
import { requireClosingFields } from './content/closing'
import { readNow } from './instant'
import { isObject, type JsonObject } from './json'
import type { Call } from './route'
import type { Soar } from './soar'
import type { Row } from './table'

/** Partial: `tags` are replaced, `custom_fields` merged, anything unknown or read-only is ignored. */
export function updateContainer(soar: Soar, call: Call, order: { container: Row; body: JsonObject }): JsonObject {
  const { container, body } = order
  const startWorkbook = planWorkbook(soar, body)
  const now = readNow()
  const sent = { ...readFields(body, listContainerFields(soar)), ...readAssignment(soar, body, false) }
  const changesStatus = sent.status !== undefined && sent.status !== container.status
  const fields = { ...(isObject(container.custom_fields) ? container.custom_fields : {}), ...readMembers(sent) }
  if (changesStatus) requireClosingFields(soar, sent.status ?? null, fields)
  if (body.add_to_case === true) addToCase(soar, call, { row: container, body })
  soar.tables.container.update(container, {
    ...(changesStatus ? stampStatus(soar, sent.status ?? null, { now, by: call.caller.id }) : {}),
    ...sent,
    custom_fields: fields,
    container_update_time: now,
  })
  startWorkbook(container)
  call.note({ effect: 'container.updated', container: container.id, fields: Object.keys(sent) })
  return { success: true, id: container.id }
}

function readMembers({ custom_fields: fields }: JsonObject): JsonObject {
  return isObject(fields) ? fields : {}
}
