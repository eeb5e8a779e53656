import type { JsonObject } from '../../../domain/json'
import type { ReadCall, WriteCall } from '../call'
import { checkId } from '../query'
import { readAll } from '../walk'
import { idOf, postRecord, textOf } from './record'

export const severitiesPath = '/rest/severity'
export const statusesPath = '/rest/container_status'

/** A severity or a status. */
export interface Word {
  id: string
  name: string
  isDefault: boolean
  /** Deleted: the name stays on what has it. */
  isDisabled: boolean
  /** Its place in menus. */
  order: number | null
}

export interface Severity extends Word {
  color: string | null
}

export interface Status extends Word {
  type: StatusType | null
}

export type StatusType = 'new' | 'open' | 'resolved'

/** GET /rest/severity; takes the right to read settings. */
export async function listSeverities(call: ReadCall): Promise<Severity[]> {
  const records = await readAll(call, severitiesPath, {})
  return records.map(record => ({ ...readWord(record, severitiesPath), color: textOf(record.color) }))
}

/** GET /rest/container_status; takes the right to read settings. */
export async function listStatuses(call: ReadCall): Promise<Status[]> {
  const records = await readAll(call, statusesPath, {})
  return records.map(record => ({ ...readWord(record, statusesPath), type: readType(record) }))
}

/** POST /rest/severity: up to 20 of A-Z, a-z, 0-9, `-` and `_`, ten in use. A deleted one comes back. Answers the id. */
export function createSeverity(call: WriteCall, severity: { name: string; color?: string }): Promise<string> {
  const { name, color } = severity
  return postRecord(call, severitiesPath, { name, ...(color !== undefined && { color }) })
}

/** POST /rest/container_status: up to 128 characters, thirty in use. Answers the id. */
export function createStatus(call: WriteCall, { name, type }: { name: string; type: StatusType }): Promise<string> {
  return postRecord(call, statusesPath, { name, status_type: type })
}

/** DELETE of a severity or a status; takes a user's password. */
export async function deleteWord(call: WriteCall, path: string, id: string): Promise<void> {
  await call.delete(`${path}/${checkId(id)}`)
}

function readWord(record: JsonObject, path: string): Word {
  return {
    id: idOf(record, path),
    name: textOf(record.name) ?? '',
    isDefault: record.is_default === true,
    isDisabled: record.disabled === true,
    order: typeof record.order === 'number' ? record.order : null,
  }
}

function readType({ status_type: type }: JsonObject): StatusType | null {
  return type === 'new' || type === 'open' || type === 'resolved' ? type : null
}
