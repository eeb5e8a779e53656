import type {
  AppRunChange,
  ApprovalChange,
  ContainerChange,
  ContainerState,
  ContainerStateChange,
  RunChange,
  WorkbookChange,
} from './container-change'
import { sha256Hex } from './ids'
import { canonicalJson, type Json } from './json'
import { compareVersions } from './merge-changes'
import type { Version } from './ticket'

/** Fields that people change on both sides, by the names that the rules use. */
export type SeenFieldName = Exclude<
  keyof ContainerState,
  'sourceDataIdentifier' | 'isCase' | 'closedAt' | 'customFields'
>

/** One field of the container as the bridge last saw or wrote it. */
export interface SeenField {
  value: Json
  /** When it came to this value: SOAR's clock where it was seen, ours where we wrote it. Epoch milliseconds. */
  at: number
  /** When we wrote it, by our clock: what was read before says nothing of it. */
  writtenAt?: number
}

/** An owner whom one side was asked for and does not know: who stood there before stands there still, and is no news. */
export interface UnknownOwner {
  side: 'ticket' | 'soar'
  asked: Json
  held: Json
}

/** Why both sides of a field stay as they are until somebody decides. */
export interface FieldHold {
  reason: string
  since: number
}

/**
 * All that polls told of one container, merged so that repeated and late news do not matter. Stored with the link.
 * Runs, approvals and tasks are the newest ones; what is older is forgotten.
 */
export interface ContainerSnapshot {
  /** Of the newest state. */
  version?: Version
  fields: Partial<Record<SeenFieldName, SeenField>>
  isCase?: boolean
  closedAt?: number | null
  runs: Record<string, RunChange>
  /** What apps brought for actions. */
  appRuns: Record<string, AppRunChange>
  approvals: Record<string, ApprovalChange>
  tasks: Record<string, WorkbookChange>
  holds: Record<string, FieldHold>
  unknownOwner?: UnknownOwner | null
  /** What the ticket was last told of runs, approvals and tasks. */
  activity?: string
  /** The ticket was written to, and not read since. */
  isTicketStale?: boolean
  /** An operator had only these fields reconciled, and nothing but the bridge was heard since. */
  only?: readonly SeenFieldName[] | null
}

export function emptyContainer(): ContainerSnapshot {
  return { fields: {}, runs: {}, appRuns: {}, approvals: {}, tasks: {}, holds: {} }
}

const mostRemembered = 50

/** The snapshot with one change in it. `readAt` is when SOAR was asked, by our clock. */
export function mergeContainer(
  snapshot: ContainerSnapshot,
  change: ContainerChange,
  readAt: number,
): ContainerSnapshot {
  if (change.kind === 'container-state') return mergeState(snapshot, change, readAt)
  if (change.kind === 'run') return { ...snapshot, runs: keepNewest(snapshot.runs, change) }
  if (change.kind === 'app-run') return { ...snapshot, appRuns: keepNewest(snapshot.appRuns, change) }
  if (change.kind === 'approval') return { ...snapshot, approvals: keepNewest(snapshot.approvals, change) }
  if (change.kind === 'task') return { ...snapshot, tasks: keepNewest(snapshot.tasks, change) }
  return snapshot
}

/** The snapshot once SOAR confirmed that it holds these. */
export function withWritten(
  snapshot: ContainerSnapshot,
  written: Partial<Record<SeenFieldName, Json>>,
  at: number,
): ContainerSnapshot {
  const fields = Object.entries(written).map(([name, value]) => [name, { value, at, writtenAt: at }])
  return { ...snapshot, fields: { ...snapshot.fields, ...Object.fromEntries(fields) } }
}

/** When we last wrote any of its fields, by our clock; 0 where we never did. */
export function lastWrittenAt({ fields }: Pick<ContainerSnapshot, 'fields'>): number {
  return Math.max(0, ...Object.values(fields).map(({ writtenAt = 0 }) => writtenAt))
}

/** The same, to walk through. */
export const seenFields = [
  'name',
  'description',
  'label',
  'severity',
  'sensitivity',
  'status',
  'tags',
  'owner',
  'dueTime',
  'closeReason',
] as const satisfies readonly SeenFieldName[]

function mergeState(snapshot: ContainerSnapshot, change: ContainerStateChange, readAt: number): ContainerSnapshot {
  const { version, state } = change
  if (snapshot.version !== undefined && compareVersions(version, snapshot.version) < 0) return snapshot
  const fields = { ...snapshot.fields }
  for (const name of seenFields) {
    const known = fields[name]
    // Read before our own write was over: it may tell of the time before.
    if (known?.writtenAt !== undefined && readAt <= known.writtenAt) continue
    const value: Json = state[name]
    if (known === undefined || !isSame(known.value, value)) fields[name] = { value, at: version.at }
  }
  return { ...snapshot, version, fields, isCase: state.isCase, closedAt: state.closedAt }
}

function keepNewest<Change extends { id: string; version: Version }>(
  known: Record<string, Change>,
  change: Change,
): Record<string, Change> {
  const before = known[change.id]
  if (before !== undefined && compareVersions(before.version, change.version) > 0) return known
  const all = Object.values({ ...known, [change.id]: change })
  const newest = all.sort((a, b) => compareVersions(a.version, b.version)).slice(-mostRemembered)
  return Object.fromEntries(newest.map(one => [one.id, one]))
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

/** Identity of one change: a window read twice is one receipt. */
export function identifyChange(change: ContainerChange): string {
  const id = change.kind === 'container-state' ? change.containerId : change.id
  return `${change.kind}:${id}:${change.version.at}:${sha256Hex(canonicalJson(change as unknown as Json)).slice(0, 16)}`
}
