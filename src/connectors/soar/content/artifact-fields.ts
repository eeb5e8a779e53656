import type { JsonObject } from '../../../domain/json'
import { renameFields } from './confirm'

/** What an artifact may be made with and changed to. */
export interface ArtifactFields {
  name?: string
  label?: string
  description?: string
  type?: string
  severity?: string
  /** Replaces all that is there. */
  cef?: JsonObject
  /** What a field of the CEF contains: `{"own": ["ip"]}`. */
  cefTypes?: Record<string, string[]>
  data?: JsonObject
  /** Replace those that are there. */
  tags?: string[]
  sourceDataIdentifier?: string
  killChain?: string
  startTime?: string
  endTime?: string
  ownerId?: number
  /** SOAR's default is true, but for artifacts inside a container. */
  runAutomation?: boolean
}

/** The body of an artifact, without its container. */
export function artifactFields(fields: ArtifactFields): JsonObject {
  return renameFields(fields, names)
}

const names: Record<keyof ArtifactFields, string> = {
  name: 'name',
  label: 'label',
  description: 'description',
  type: 'type',
  severity: 'severity',
  cef: 'cef',
  cefTypes: 'cef_types',
  data: 'data',
  tags: 'tags',
  sourceDataIdentifier: 'source_data_identifier',
  killChain: 'kill_chain',
  startTime: 'start_time',
  endTime: 'end_time',
  ownerId: 'owner_id',
  runAutomation: 'run_automation',
}
