import type { JsonObject } from './json'
import type { StateFiles } from './stage/state-keeper'

/** How a sandbox is set up; everything has a default. */
export interface SoarSandboxOptions extends StateFiles {
  /** 0 takes any free port. */
  port?: number
  host?: string
  /** The automation user's token; made up where missing. */
  token?: string
  /** What makes two artifacts of a container one: their content, their source_data_identifier, or nothing. */
  artifactDedupe?: 'hash' | 'sdi' | 'none'
  /** Inline artifacts of a duplicate container are added to the existing one; a real SOAR's answer is not verified. */
  duplicateAddsArtifacts?: boolean
  /** Takes `Authorization: Bearer <token>` too, which a real SOAR does not. */
  trainingDialect?: boolean
  /** False: everyone is the automation user. */
  requireAuth?: boolean
  labels?: readonly string[]
  /** `medium` is the default one, else the first. */
  severities?: readonly string[]
  statuses?: readonly { name: string; type: 'new' | 'open' | 'resolved' }[]
  /** Beside `soar_local_admin` (password `password`) and `automation`; one of the same name replaces them. */
  users?: readonly SandboxUser[]
  /** Decides jitter and generated identifiers. */
  seed?: number
  /** The answer of `GET /_sandbox/state` of another run, to go on from there. */
  state?: SoarState
  /** Active from the start, and after each reset: `{"name": "latency", "ms": 200}`. */
  scenarios?: readonly unknown[]
}

export interface SandboxUser {
  username: string
  email?: string
  /** A user without one cannot sign in. */
  password?: string
  first_name?: string
  last_name?: string
  type?: 'normal' | 'automation'
  roles?: readonly string[]
  is_active?: boolean
  /** The label of containers that an automation user creates without one. */
  default_label?: string
}

export interface SoarState {
  containers: readonly JsonObject[]
  artifacts: readonly JsonObject[]
  /** The ids that come next; ids of deleted objects are never used again. */
  next: { container: number; artifact: number }
  /** All other kinds of objects; those that are missing stay as they are at the start. */
  tables?: Readonly<Record<string, { rows: readonly JsonObject[]; next: number }>>
}

/** The switches an endpoint looks at. */
export interface Switches {
  artifactDedupe: 'hash' | 'sdi' | 'none'
  duplicateAddsArtifacts: boolean
  trainingDialect: boolean
  requireAuth: boolean
  labels: readonly string[]
  seed: number
}

export function readSwitches(options: SoarSandboxOptions): Switches {
  return {
    artifactDedupe: options.artifactDedupe ?? 'hash',
    duplicateAddsArtifacts: options.duplicateAddsArtifacts ?? false,
    trainingDialect: options.trainingDialect ?? false,
    requireAuth: options.requireAuth ?? true,
    labels: options.labels ?? ['events', 'incident'],
    seed: options.seed ?? 1,
  }
}
