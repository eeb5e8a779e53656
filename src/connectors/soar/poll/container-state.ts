import type { Sensitivity } from '../../../domain/container'
import type { ContainerState } from '../../../domain/container-change'
import { isJsonObject, type JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import { readText, readTexts, readTime } from '../automation/read-record'

const sensitivities: ReadonlySet<string> = new Set<Sensitivity>(['white', 'green', 'amber', 'red'])

/** What a container's record tells beyond itself. */
export interface StateReading {
  /** Names of users by their ids. */
  users: ReadonlyMap<string, string>
  /** The custom field that says why a container was closed; null where none does. */
  closeReasonField: string | null
}

/** A container as its record has it (soar.md section 5). A sensitivity that nobody knows is the strictest. */
export function describeState(record: JsonObject, { users, closeReasonField }: StateReading): ContainerState {
  const sensitivity = readText(record.sensitivity).toLowerCase()
  const customFields = isJsonObject(record.custom_fields) ? record.custom_fields : {}
  const reason = closeReasonField === null ? undefined : customFields[closeReasonField]
  return {
    name: readText(record.name),
    description: readText(record.description),
    label: readText(record.label),
    severity: readText(record.severity),
    sensitivity: isSensitivity(sensitivity) ? sensitivity : 'red',
    status: readText(record.status),
    tags: readTexts(record.tags),
    owner: users.get(readId(record.owner) ?? '') ?? null,
    dueTime: typeof record.due_time === 'string' ? record.due_time : null,
    sourceDataIdentifier: readText(record.source_data_identifier),
    isCase: record.container_type === 'case',
    closeReason: typeof reason === 'string' && reason.trim() !== '' ? reason : null,
    closedAt: readTime(record.close_time),
    customFields,
  }
}

function isSensitivity(word: string): word is Sensitivity {
  return sensitivities.has(word)
}

/** When a container itself was last changed; a column that tells is null until the first change. */
export function changedAtOf({ create_time, container_update_time }: JsonObject): number {
  return Math.max(readTime(create_time) ?? 0, readTime(container_update_time) ?? 0)
}
