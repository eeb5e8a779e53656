import type { JsonObject } from './json'

export type Sensitivity = 'white' | 'green' | 'amber' | 'red'

/** The fields of a SOAR container that the bridge writes. Times are ISO 8601 in UTC; words are SOAR's vocabulary. */
export interface ContainerFields {
  name: string
  description: string
  label: string
  severity: string
  sensitivity: Sensitivity
  status: string
  tags: string[]
  /** Who the mapping names as owner (e-mail address or user name); resolved through `ph_user`, left alone where unknown. */
  owner: string | null
  dueTime: string | null
  startTime: string | null
  customFields: JsonObject
}

/** One SOAR artifact. Its content is a function of what it stands for, so that equal things are equal artifacts. */
export interface Artifact {
  sourceDataIdentifier: string
  name: string
  label: string
  description?: string
  severity?: string
  tags: string[]
  cef: JsonObject
  /** What no CEF key is made for. */
  data?: JsonObject
  /** CEF key → SOAR's `contains` types. */
  cefTypes: Record<string, string[]>
}

/** What the mapping wants SOAR to hold for one ticket. */
export interface DesiredContainer {
  fields: ContainerFields
  /** CEF of the ticket itself; posted last, alone with `run_automation: true`. */
  ticketArtifact: Artifact
  observableArtifacts: Artifact[]
  /** Observables beyond the ceiling, counted and not sent. */
  observablesLeftOut: number
  /** Severities above one that results raised. */
  keepSeverities?: string[]
}
