import type { InsertResultRecord } from '../../domain/command'
import { readString, readValue } from '../../domain/read-json'
import type { TargetLocks } from '../../domain/target-locks'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { ensureObservable, ensureTie, findObservable, isTied } from './observables'
import { changeRecord, markOf, marksOf, readDifferences, valuesOf } from './result-values'
import { postResult, type SecopsApi } from './secops-api'
import { findRows, idsOf, insertRow, termOf } from './table-api'

export interface ResultParts {
  secops: SecopsApi
}

/** Runs one step of a command; a failure of it says nothing of the steps before. */
export type RunStep = <Result>(work: (call: WriteCall) => Promise<Result>) => Promise<Result>

/**
 * Observable, tie and record, each looked for before it is made, so that a repeat goes on where the try before ended.
 * The record comes last: where its answer is lost, all is there. Tickets of one campaign name a new observable all at
 * once, so that one at a time looks for it and makes it.
 */
export async function applyResultRecord(
  command: InsertResultRecord,
  { step, locks, secops, ticketId }: ResultParts & { step: RunStep; locks: TargetLocks; ticketId: string },
): Promise<TicketApplied> {
  const { observable, relation } = command
  const [earlier] = await step(call => findRecords(call, command))
  const observableId =
    observable === null
      ? null
      : await locks.run(observable.value.toLowerCase(), () => step(call => ensureObservable(call, observable)))
  if (relation !== null && observableId !== null) {
    await step(call => ensureTie(call, relation, { ticketId, observableId }))
  }
  if (earlier === undefined) return step(call => insertRecord(call, command, { secops, observableId }))
  if (command.isChange === true) await step(call => changeRecord(call, { command, sysId: earlier, observableId }))
  return { id: earlier, notes: [] }
}

export async function lookUpResultRecord(
  command: InsertResultRecord,
  { call, ticketId }: { call: ReadCall; ticketId: string },
): Promise<LookedUp<TicketApplied>> {
  const { observable, relation } = command
  const [id] = await findRecords(call, command)
  if (id === undefined) return { status: 'missing', what: 'the record' }
  const observableId = observable === null ? null : await findObservable(call, observable.value)
  if (relation !== null && observable !== null) {
    const isThere = observableId !== null && (await isTied(call, relation, { ticketId, observableId }))
    if (!isThere) return { status: 'missing', what: 'what ties the observable to the ticket' }
  }
  if (command.isChange === true) {
    const columns = Object.keys(await readDifferences(call, { command, sysId: id, observableId }))
    if (columns.length > 0) return { status: 'missing', what: `columns: ${columns.join(', ')}` }
  }
  return { status: 'found', applied: { id, notes: [] } }
}

export async function findDuplicateRecords(command: InsertResultRecord, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await findRecords(call, command)
  return kept === undefined ? [] : others.map(found => ({ what: 'record', found, kept }))
}

/** Ids of the records that carry the marker, the oldest first; before a change its column may have held nothing else. */
async function findRecords(call: ReadCall, command: InsertResultRecord): Promise<string[]> {
  const { table, marker, isChange = false } = command
  const { column } = marker
  const own = markOf(command)
  const marks = marksOf(command)
  const term = isChange || own !== marker.value ? `${column}LIKE${isChange ? marker.value : own}` : termOf(column, own)
  const query = `${term}^ORDERBYsys_created_on`
  const rows = (await findRows(call, { table, query, fields: `sys_id,${column}`, limit: 50 })) ?? []
  // The term was ignored: nothing that is found, and nothing that is not, would mean anything.
  if (rows.some(row => readValue(row, column) === undefined)) throw withoutMarker(command)
  return idsOf(rows.filter(row => marks.some(mark => readString(row, column)?.trimEnd().endsWith(mark))))
}

async function insertRecord(
  call: WriteCall,
  command: InsertResultRecord,
  { secops, observableId }: { secops: SecopsApi; observableId: string | null },
): Promise<TicketApplied> {
  const { table, resource, marker } = command
  const values = valuesOf(command, observableId)
  if (resource !== undefined) {
    await postResult(call, secops, { resource, values })
    return findPosted(call, command)
  }
  const row = await insertRow(call, { table, values })
  const isMarked = readString(row, marker.column)?.trimEnd().endsWith(markOf(command)) === true
  const notes = isMarked ? [] : [`${table} did not keep the marker in ${marker.column}`]
  return { id: idsOf([row])[0] ?? '', notes }
}

/** That API answers with nothing that proves a record: its table does. */
async function findPosted(call: ReadCall, command: InsertResultRecord): Promise<TicketApplied> {
  const [id] = await findRecords(call, command)
  if (id !== undefined) return { id, notes: [] }
  throw new BridgeError('rejected', `the SecOps API took the result and ${command.table} does not show it`, {
    code: 'not-kept',
    effect: 'unknown',
    status: 200,
  })
}

function withoutMarker({ table, marker }: InsertResultRecord): BridgeError {
  return new BridgeError('misconfigured', `${table} shows no column ${marker.column} to find its records by`, {
    code: 'no-such-column',
  })
}
