import type { CreateContainer, UpdateContainer } from '../../domain/command'
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json'

/** Where containers of a connection are filed. The asset is part of what makes a container's identifier unique. */
export interface Filing {
  assetId?: number
  tenantId?: number
}

/** The body of POST /rest/container without its artifacts. What the ticket leaves empty is left to SOAR's defaults. */
export function newContainerBody(command: CreateContainer, ownerId: number | null, filing: Filing): JsonObject {
  const { fields } = command
  return {
    name: fields.name,
    description: fields.description,
    label: fields.label,
    severity: fields.severity,
    sensitivity: fields.sensitivity,
    status: fields.status,
    tags: fields.tags,
    source_data_identifier: command.sourceDataIdentifier,
    run_automation: false,
    ...(filing.assetId !== undefined && { asset_id: filing.assetId }),
    ...(filing.tenantId !== undefined && { tenant_id: filing.tenantId }),
    ...(ownerId !== null && { owner_id: ownerId }),
    ...(fields.dueTime !== null && { due_time: fields.dueTime }),
    ...(fields.startTime !== null && { start_time: fields.startTime }),
    ...(Object.keys(fields.customFields).length > 0 && { custom_fields: fields.customFields }),
  }
}

export interface WantedFields extends Pick<UpdateContainer, 'set' | 'tags'> {
  /** `set.owner` as SOAR numbers it; null leaves the owner alone. */
  ownerId: number | null
}

/**
 * The body of POST /rest/container/<id> that turns `current` (the record as SOAR has it) into what is wanted; empty where
 * nothing differs. A person, and a time that is null, are left alone: SOAR is not known to take them away.
 */
export function differences(current: JsonObject, wanted: WantedFields): JsonObject {
  const { set, ownerId } = wanted
  const tags = changeTags(current.tags, wanted.tags)
  return {
    ...(differs(current.name, set.name, exactly) && { name: set.name }),
    ...(differs(current.description, set.description, exactly) && { description: set.description }),
    ...(differs(current.label, set.label, exactly) && { label: set.label }),
    ...(differs(current.severity, set.severity, inAnyCase) && { severity: set.severity }),
    ...(differs(current.sensitivity, set.sensitivity, inAnyCase) && { sensitivity: set.sensitivity }),
    ...(differs(current.status, set.status, inAnyCase) && { status: set.status }),
    ...(differs(current.due_time, set.dueTime, asInstant) && { due_time: set.dueTime }),
    ...(differs(current.start_time, set.startTime, asInstant) && { start_time: set.startTime }),
    ...(ownerId !== null && current.owner !== ownerId && { owner_id: ownerId }),
    ...(tags !== null && { tags }),
    ...mergeCustomFields(current.custom_fields, set.customFields),
  }
}

type Reading = (text: string) => string | number

const exactly: Reading = text => text
const inAnyCase: Reading = text => text.toLowerCase()
/** SOAR writes microseconds, others write offsets. */
const asInstant: Reading = text => Date.parse(text)

function differs(current: Json | undefined, wanted: string | null | undefined, read: Reading): wanted is string {
  if (wanted === undefined || wanted === null) return false
  return read(typeof current === 'string' ? current : '') !== read(wanted)
}

/** SOAR replaces tags as a whole, so what others added is kept by reading first; null where nothing changes. */
function changeTags(current: Json | undefined, change: UpdateContainer['tags']): string[] | null {
  const before = new Set(Array.isArray(current) ? current.filter(tag => typeof tag === 'string') : [])
  const after = new Set([...before, ...change.add])
  for (const tag of change.remove) after.delete(tag)
  const isSame = after.size === before.size && [...after].every(tag => before.has(tag))
  return isSame ? null : [...after]
}

/** Sent whole: it is not known whether SOAR would keep the keys left out. */
function mergeCustomFields(current: Json | undefined, wanted: JsonObject | undefined): { custom_fields?: JsonObject } {
  const before = isJsonObject(current) ? current : {}
  const changed = Object.entries(wanted ?? {}).filter(
    ([key, value]) => canonicalJson(before[key] ?? null) !== canonicalJson(value),
  )
  return changed.length === 0 ? {} : { custom_fields: { ...before, ...Object.fromEntries(changed) } }
}
