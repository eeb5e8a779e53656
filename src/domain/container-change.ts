import type { ContainerFields } from './container'
import type { JsonObject } from './json'
import type { Version } from './ticket'

/** What one record of SOAR says happened to one container. Ids are SOAR's, as decimal text; times epoch milliseconds. */
export type ContainerChange =
  | ContainerStateChange
  | NoteChange
  | FileChange
  | RunChange
  | AppRunChange
  | ApprovalChange
  | WorkbookChange
  | SeenArtifactChange

/** Several changes of one container, told at once. */
export interface ContainerChanges {
  kind: 'several'
  containerId: string
  changes: ContainerChange[]
}

interface OfContainer {
  containerId: string
  /** SOAR's own time of the record's last change; its id decides nothing. */
  version: Version
}

/** The container as SOAR has it. */
export interface ContainerStateChange extends OfContainer {
  kind: 'container-state'
  state: ContainerState
}

/** Fields of a container that people and playbooks change, in the words that `ContainerFields` uses. */
export interface ContainerState
  extends Pick<
    ContainerFields,
    'name' | 'description' | 'label' | 'severity' | 'sensitivity' | 'status' | 'tags' | 'owner' | 'dueTime'
  > {
  sourceDataIdentifier: string
  /** A case is a container that was promoted. */
  isCase: boolean
  /** Why it was closed, where somebody said so (a custom field, by configuration); null where nobody did. */
  closeReason: string | null
  closedAt: number | null
  customFields: JsonObject
}

/** A note, or a comment of the activity pane. */
export interface NoteChange extends OfContainer {
  kind: 'note'
  /** `note:<id>` or `comment:<id>`: the two count apart. */
  id: string
  title: string
  text: string
  /** `html` and `markdown` are SOAR's; comments are `text`. */
  format: 'markdown' | 'html' | 'text'
  author: string | null
  deleted: boolean
}

/** A file in the container's vault. */
export interface FileChange extends OfContainer {
  kind: 'file'
  id: string
  fileName: string
  /** Bytes. */
  size: number | null
  sha256: string | null
  /** SHA-1: SOAR's name for the content. */
  vaultId: string | null
}

export type RunState = 'running' | 'success' | 'failed' | 'cancelled' | 'unknown'

/** An action or a playbook that runs, or did. */
export interface RunChange extends OfContainer {
  kind: 'run'
  /** `action:<id>` or `playbook:<id>`. */
  id: string
  name: string
  state: RunState
  /** What SOAR says of its end, for people; cut to 1,000 characters. */
  message: string
  startedAt: number | null
  endedAt: number | null
}

/** What one app brought for an action. */
export interface AppRunChange extends OfContainer {
  kind: 'app-run'
  id: string
  /** `action:<id>`, as its `RunChange` has it. */
  actionId: string
  /** Name of the app. */
  app: string
  state: RunState
  /** What the app says of its outcome, for people; cut to 300 characters. */
  message: string
}

/** Something that somebody must decide. */
export interface ApprovalChange extends OfContainer {
  kind: 'approval'
  id: string
  /** What is asked. */
  name: string
  /** Who is asked: user or role name; null where SOAR does not say. */
  who: string | null
  state: 'pending' | 'expired' | 'approved' | 'denied' | 'cancelled' | 'unknown'
  startedAt: number | null
  dueAt: number | null
  closedAt: number | null
}

/** A task of the container's workbook. */
export interface WorkbookChange extends OfContainer {
  kind: 'task'
  id: string
  name: string
  phase: string
  owner: string | null
  isDone: boolean
}

/** An artifact that somebody else than the bridge may have made. */
export interface SeenArtifactChange extends OfContainer {
  kind: 'artifact'
  id: string
  sourceDataIdentifier: string
  name: string
  label: string
  severity: string
  /** Missing in what was heard by earlier versions. */
  tags?: string[]
  cef: JsonObject
}
