import { readFields } from './body'
import { listContainerFields, readAssignment, stampStatus } from './container-fields'
import { addToCase, planWorkbook } from './content/case'
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
  if (body.add_to_case === true) addToCase(soar, call, { row: container, body })
  const customFields = isObject(sent.custom_fields) && isObject(container.custom_fields)
  soar.tables.container.update(container, {
    ...(changesStatus ? stampStatus(soar, sent.status ?? null, { now, by: call.caller.id }) : {}),
    ...sent,
    ...(customFields ? { custom_fields: Object.assign({}, container.custom_fields, sent.custom_fields) } : {}),
    container_update_time: now,
  })
  startWorkbook(container)
  call.note({ effect: 'container.updated', container: container.id, fields: Object.keys(sent) })
  return { success: true, id: container.id }
}
