import type { StateFiles } from '../stage/state-keeper'
import {
  type AdministrationOptions,
  type AdministrationSwitches,
  readAdministrationSwitches,
} from './administration/options'
import type { AdministrationState } from './administration/state'
import type { AutomationOptions } from './automation/script'
import type { AutomationState } from './automation/state'
import type { ContentState } from './content/state'
import type { JsonObject } from './json'

/** How a sandbox is set up; everything has a default. */
export interface SoarSandboxOptions extends AdministrationOptions, AutomationOptions, StateFiles {
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
  /** False: everyone is the automation user. */
  requireAuth?: boolean
  labels?: readonly string[]
  /** `medium` is the default one, else the first. */
  severities?: readonly string[]
  statuses?: readonly { name: string; type: 'new' | 'open' | 'resolved' }[]
  /** Templates of workbooks; the first is the default one. */
  workbooks?: readonly SandboxWorkbook[]
  /** False: the answer to an upload lacks the file's vault id, as on older paths of SOAR. */
  uploadTellsVaultId?: boolean
  /** Custom fields without which no container is closed. */
  closeRequires?: readonly string[]
  /** Decides jitter and generated identifiers. */
  seed?: number
  /** The answer of `GET /_sandbox/state` of another run, to go on from there. */
  state?: SoarState
  /** Active from the start, and after each reset: `{"name": "latency", "ms": 200}`. */
  scenarios?: readonly unknown[]
}

export interface SoarState {
  containers: readonly JsonObject[]
  artifacts: readonly JsonObject[]
  /** The ids that come next; ids of deleted objects are never used again. */
  next: { container: number; artifact: number }
  /** All else; as of a fresh system where it is missing. */
  content?: ContentState
  /** Users with their passwords and tokens, roles, settings; as at the start where it is missing. */
  administration?: AdministrationState
  /** Runs, actions and approvals; without it there are none. */
  automation?: AutomationState
}

/** A template that workbooks of cases are copied from. */
export interface SandboxWorkbook {
  name: string
  phases: readonly {
    name: string
    tasks?: readonly { name: string; description?: string; isNoteRequired?: boolean }[]
  }[]
}

/** The switches an endpoint looks at. */
export interface Switches extends AdministrationSwitches {
  artifactDedupe: 'hash' | 'sdi' | 'none'
  duplicateAddsArtifacts: boolean
  pageBeyondEnd: number
  requireAuth: boolean
  uploadTellsVaultId: boolean
  closeRequires: readonly string[]
  seed: number
}

export function readSwitches(options: SoarSandboxOptions): Switches {
  return {
    ...readAdministrationSwitches(options),
    artifactDedupe: options.artifactDedupe ?? 'hash',
    duplicateAddsArtifacts: options.duplicateAddsArtifacts ?? false,
    pageBeyondEnd: options.pageBeyondEnd ?? 400,
    requireAuth: options.requireAuth ?? true,
    uploadTellsVaultId: options.uploadTellsVaultId ?? true,
    closeRequires: options.closeRequires ?? [],
    seed: options.seed ?? 1,
  }
}
