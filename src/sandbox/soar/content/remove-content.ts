import type { Soar } from '../soar'
import type { Table } from '../table'
import { removeAttachment } from './attachment'

/** What goes with a container that is deleted, beside its artifacts. */
export function removeContentOf({ tables, ...soar }: Soar, container: number): void {
  for (const id of idsIn(tables.attachment, container)) {
    const row = tables.attachment.find(id)
    if (row !== undefined) removeAttachment({ tables, ...soar }, row)
  }
  const { note, comment, pin, evidence, task, phase } = tables
  for (const table of [note, comment, pin, evidence, task, phase]) {
    for (const id of idsIn(table, container)) table.remove(id)
  }
}

function idsIn(table: Table, container: number): number[] {
  return [...(table.lookUp('container', container) ?? [])]
}
