import { sha256Hex } from '../domain/ids'
import type { JsonObject } from '../domain/json'
import type { TimelineRows } from '../store/lists'

export interface TimelineEntry {
  at: string
  kind: 'receipt' | 'change' | 'job' | 'attempt' | 'write'
  id: string
  /** One line for people. */
  summary: string
  detail: JsonObject
}

/** One story out of five tables, in the order things happened: ids begin with their time. `heldBy` says why open jobs wait. */
export function timelineEntries(rows: TimelineRows, heldBy: string | null): TimelineEntry[] {
  const entries = [
    ...rows.receipts.map(receiptEntry),
    ...rows.changes.map(changeEntry),
    ...rows.jobs.map(row => jobEntry(row, heldBy)),
    ...rows.attempts.map(attemptEntry),
    ...rows.writes.map(writeEntry),
  ]
  return entries.sort((a, b) => (a.id < b.id ? -1 : 1))
}

function receiptEntry(row: TimelineRows['receipts'][number]): TimelineEntry {
  const summary = `${row.event ?? 'delivery'} received, ${row.state}${row.reason === null ? '' : ` (${row.reason})`}`
  const detail = { event: row.event, state: row.state, reason: row.reason, sha256: row.sha256, bytes: row.bytes }
  return { at: isoTime(row.received_at), kind: 'receipt', id: row.id, summary, detail }
}

function changeEntry(row: TimelineRows['changes'][number]): TimelineEntry {
  const detail = {
    receipt: row.receipt_id,
    identity: row.identity,
    ...(JSON.parse(row.detail) as JsonObject),
    decisions: JSON.parse(row.decisions) as JsonObject[],
    mappingVersion: row.mapping_version,
  }
  const read = row.kind === 'results' ? 'not told as they are' : 'read from the ticketing system'
  const source = row.receipt_id === null ? read : 'heard'
  return { at: isoTime(row.created_at), kind: 'change', id: row.id, summary: `${row.kind} ${source}`, detail }
}

function jobEntry(row: TimelineRows['jobs'][number], heldBy: string | null): TimelineEntry {
  const isHeld = heldBy !== null && (row.state === 'waiting' || row.state === 'unknown')
  const detail = {
    kind: row.kind,
    state: row.state,
    tries: row.tries,
    reason: row.reason,
    connection: row.connection,
    ...(isHeld && { heldBy }),
    command: JSON.parse(row.command) as JsonObject,
    mappingVersion: row.mapping_version,
  }
  return {
    at: isoTime(row.created_at),
    kind: 'job',
    id: row.id,
    summary: `${row.kind} ${row.state}${isHeld ? ', held' : ''}`,
    detail,
  }
}

function attemptEntry(row: TimelineRows['attempts'][number]): TimelineEntry {
  const detail = {
    job: row.job_id,
    purpose: row.purpose,
    outcome: row.outcome,
    code: row.code,
    message: row.message,
    ms: row.ended_at - row.started_at,
    exchanges: JSON.parse(row.exchanges) as JsonObject[],
  }
  return { at: isoTime(row.started_at), kind: 'attempt', id: row.id, summary: `${row.purpose}: ${row.outcome}`, detail }
}

/** Texts of people may be for fewer eyes than a timeline is. */
const restrictedFields = ['name', 'description']

/** Who brought which value to which side, and by which version of the rules. */
function writeEntry({ id, at, field, side, cause, ...row }: TimelineRows['writes'][number]): TimelineEntry {
  // A long value is stored as its hash, which is no JSON and stands without quotes.
  const isShown = !restrictedFields.includes(field) || row.value.startsWith('sha256:')
  const value = isShown ? row.value : `sha256:${sha256Hex(row.value)}`
  const detail = { field, side, cause, value, job: row.job_id, mappingVersion: row.mapping_version }
  const summary = `${field} of ${side === 'soar' ? 'the container' : 'the ticket'} became ${value}, by ${writers[cause] ?? cause}`
  return { at: isoTime(at), kind: 'write', id, summary, detail }
}

const writers: Record<string, string> = { bridge: 'the bridge', person: 'a person', reaction: 'an automation' }

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
