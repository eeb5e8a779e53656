import type { JsonObject } from './json'

/** How a sandbox is set up; everything has a default. */
export interface SoarSandboxOptions {
  /** 0 takes any free port. */
  port?: number
  host?: string
  /** The automation user's token; made up where missing. */
  token?: string
  /** What makes two artifacts of a container one: their content, their source_data_identifier, or nothing. */
  artifactDedupe?: 'hash' | 'sdi' | 'none'
  /** Inline artifacts of a duplicate container are added to the existing one; a real SOAR's answer is not verified. */
  duplicateAddsArtifacts?: boolean
  /** Status of a page beyond the end (400); a real SOAR's is not verified. */
  pageBeyondEnd?: 200 | 400 | 404
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
}

/** The switches an endpoint looks at. */
export interface Switches {
  artifactDedupe: 'hash' | 'sdi' | 'none'
  duplicateAddsArtifacts: boolean
  pageBeyondEnd: number
  trainingDialect: boolean
  requireAuth: boolean
  labels: readonly string[]
  seed: number
}

export function readSwitches(options: SoarSandboxOptions): Switches {
  return {
    artifactDedupe: options.artifactDedupe ?? 'hash',
    duplicateAddsArtifacts: options.duplicateAddsArtifacts ?? false,
    pageBeyondEnd: options.pageBeyondEnd ?? 400,
    trainingDialect: options.trainingDialect ?? false,
    requireAuth: options.requireAuth ?? true,
    labels: options.labels ?? ['events', 'incident'],
    seed: options.seed ?? 1,
  }
}
