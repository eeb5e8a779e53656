import type { JsonObject } from '../json'
import type { SandboxClock } from './clock'

/** A playbook of the sandbox: what it is called, and what each of its runs does, step after step. */
export interface SandboxPlaybook {
  name: string
  /** Default `local`; the full name is `<repo>/<name>`. */
  repo?: string
  /** Containers of these labels start it when it is active; `*` means every label. Default `["*"]`. */
  labels?: readonly string[]
  /** Active playbooks start by themselves when a container or an artifact asks for automation. Default false. */
  active?: boolean
  /** `data` playbooks take inputs. Default `automation`. */
  type?: 'automation' | 'data'
  category?: string
  tags?: readonly string[]
  /** How long a run stays `pending`. Default 0. */
  startMs?: number
  steps: readonly SandboxStep[]
}

export type SandboxStep = WaitStep | ActionStep | AskStep | ArtifactStep | LogStep | FailStep

/** Nothing happens for so many milliseconds. */
export interface WaitStep {
  wait: number
}

/** Runs an action; the run fails with it unless `goOn`. */
export interface ActionStep extends SandboxResult {
  action: string
  /** The name of one of the sandbox's apps, whose result for the action counts where the step says none. */
  app?: string
  asset?: string
  parameters?: readonly JsonObject[]
  /** Default `<action>_<n>`. */
  name?: string
  /** Somebody must agree first: to its parameters (`review`), or to the use of its asset (`approval`). */
  needs?: { user: string; minutes: number; as: 'review' | 'approval'; answered?: ScriptedAnswer }
  goOn?: boolean
}

/** What an action brings. */
export interface SandboxResult {
  /** How long it takes. Default 0. */
  ms?: number
  failed?: boolean
  message?: string
  data?: readonly JsonObject[]
  summary?: JsonObject
}

/** Asks a user and waits; the run fails where nobody agrees in time, unless `goOn`. */
export interface AskStep {
  /** User name. */
  ask: string
  minutes: number
  /** Default `prompt`. */
  as?: 'prompt' | 'task'
  /** The question. */
  message?: string
  /** As in an approval's details: `[{"prompt", "options": {"type": "message" | "list" | "range"}}]`. */
  responses?: readonly JsonObject[]
  name?: string
  answered?: ScriptedAnswer
  goOn?: boolean
}

/** Somebody who answers by himself, so many milliseconds after he was asked. */
export interface ScriptedAnswer {
  afterMs: number
  with: 'approve' | 'deny'
  responses?: readonly string[]
}

/** Adds an artifact to the run's container, as POST /rest/artifact would; it starts no automation unless it says so. */
export interface ArtifactStep {
  artifact: JsonObject
}

/** Writes a line into the run's log. */
export interface LogStep {
  log: string
}

/** The run ends here, as failed. */
export interface FailStep {
  fail: string
}

/** An app and what its actions bring. Apps are numbered from 1 in their order, assets likewise over all apps. */
export interface SandboxApp {
  name: string
  version?: string
  /** Its GUID, which `app_id` may name instead of the number. */
  appid?: string
  assets?: readonly string[]
  actions?: readonly (SandboxResult & { action: string; needs?: ActionStep['needs'] })[]
}

/** How automation is set up; everything has a default. */
export interface AutomationOptions {
  playbooks?: readonly SandboxPlaybook[]
  apps?: readonly SandboxApp[]
  /** Runs, actions and approvals follow it. Default the machine's. */
  clock?: SandboxClock
  /** Scope of a run that names none; SOAR's default is not documented. Default `new`. */
  scopeDefault?: 'new' | 'all'
  /** The text of a finished run: SOAR has had two forms of it. Default `old`. */
  runMessage?: 'old' | 'new'
  /** The status of what was cancelled, beside its `cancelled` text. Default `failed`, as observed. */
  cancelledStatus?: 'failed' | 'cancelled'
  /** Takes answers by POST /rest/approval/<id>, which is not documented. Default false: 405. */
  approvalAnswers?: boolean
  /** The status of an approval that was answered; not verified. Default `approved` and `denied`. */
  approvalStatuses?: { approve: string; deny: string }
  /** Actions on a container without an owner are refused, as older versions do. Default false. */
  actionsNeedOwner?: boolean
}
