import type { JsonObject } from '../../../domain/json'
import type { ReadCall } from '../call'
import { checkId, type ListQuery } from '../query'
import { walk } from '../walk'

/** What hangs below a container in SOAR (soar.md section 5). */
export const containerParts = [
  'actions',
  'approvals',
  'artifacts',
  'attachments',
  'audit',
  'comments',
  'notes',
  'permitted_users',
  'phases',
  'pins',
  'playbook_runs',
] as const

export type ContainerPart = (typeof containerParts)[number]

/** GET /rest/container/<id>/<part>, as a whole. Notes of tasks are not among its notes. */
export function listPart(
  call: ReadCall,
  of: { containerId: string; part: ContainerPart },
  query: ListQuery = {},
): AsyncGenerator<JsonObject> {
  return walk(call, `/rest/container/${checkId(of.containerId)}/${of.part}`, query)
}
