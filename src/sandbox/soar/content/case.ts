import { createArtifact } from '../artifact-create'
import { Failure, type Reply, reply, settle } from '../envelope'
import { isObject, type JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row, Table } from '../table'
import { attachDocument } from './attachment'
import { addComment } from './comment'
import { findContainerOf } from './fields'
import { instantiateWorkbook, readTemplate } from './workbook'

/** The workbook that comes with a body that makes a container a case; checked before anything changes. */
export function planWorkbook(soar: Soar, body: JsonObject): (container: Row) => void {
  const template = readTemplate(soar, body)
  return container => {
    if (template === undefined || container.container_type !== 'case') return
    soar.tables.container.update(container, instantiateWorkbook(soar, container.id, template))
  }
}

/**
 * `{"add_to_case": true, "container_id": child, …}` in an update of a case: the child belongs to it, and what the flags
 * name is copied (facts section 5). Playbook runs (`copy_automation`) stay where they are. Texts are not verified.
 */
export function addToCase(soar: Soar, call: Call, order: { row: Row; body: JsonObject }): void {
  const { row, body } = order
  if (row.container_type !== 'case') throw new Failure(400, 'Container is not a case')
  const child = findContainerOf(soar, body)
  if (child.id === row.id) throw new Failure(400, 'A case cannot be added to itself')
  const from = (table: Table): Row[] =>
    [...(table.lookUp('container', child.id) ?? [])].flatMap(id => table.find(id) ?? [])
  if (body.copy_artifacts === true) for (const artifact of from(soar.tables.artifact)) copyArtifact(artifact)
  if (body.copy_files === true) for (const file of from(soar.tables.attachment)) copyFile(file)
  if (body.copy_comments === true) {
    for (const { comment, user } of from(soar.tables.comment))
      addComment(soar, call, { container: row.id, comment: String(comment), user: Number(user) })
  }
  soar.tables.container.update(child, { in_case: true })
  call.note({ effect: 'container.updated', container: child.id, case: row.id, fields: ['in_case'] })

  function copyArtifact(artifact: Row): void {
    const create = (): Reply => reply(createArtifact(soar, call, { container: row, body: artifact, triggers: false }))
    const { body: answer } = settle(create)
    const copied = isObject(answer) ? soar.tables.artifact.find(Number(answer.id)) : undefined
    const origin = { in_case: true, parent_artifact: artifact.id, parent_container: child.id }
    // What the case has already is not copied again.
    if (copied !== undefined) soar.tables.artifact.update(copied, origin)
  }

  function copyFile({ name, metadata, vault_document }: Row): void {
    const kept = isObject(metadata ?? null) ? (metadata ?? null) : {}
    attachDocument(soar, call, {
      container: row.id,
      name: name ?? '',
      metadata: kept,
      vault_document: vault_document ?? null,
    })
  }
}
