import type { InsertResultRecord } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import { readString, readValue } from '../../domain/read-json'
import type { TargetLocks } from '../../domain/target-locks'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../connector'
import type { ReadCall, WriteCall } from '../ticket-call'
import { signatureOf } from './journal-entry'
import { findRows, insertRow, termOf } from './table-api'
import { codeOf, readSysId } from './wire'

const observables = 'sn_ti_observable'

/** Runs one step of a command; a failure of it says nothing of the steps before. */
export type RunStep = <Result>(work: (call: WriteCall) => Promise<Result>) => Promise<Result>

/**
 * Observable, tie and record, each looked for before it is made, so that a repeat goes on where the try before ended.
 * The record comes last: where its answer is lost, all is there. Tickets of one campaign name a new observable all at
 * once, so that one at a time looks for it and makes it.
 */
export async function applyResultRecord(
  command: InsertResultRecord,
  { step, locks, ticketId }: { step: RunStep; locks: TargetLocks; ticketId: string },
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
  if (earlier !== undefined) return { id: earlier, notes: [] }
  return step(call => insertRecord(call, command, observableId))
}

export async function lookUpResultRecord(
  command: InsertResultRecord,
  { call, ticketId }: { call: ReadCall; ticketId: string },
): Promise<LookedUp<TicketApplied>> {
  const { observable, relation } = command
  const [id] = await findRecords(call, command)
  if (id === undefined) return { status: 'missing', what: 'the record' }
  if (relation !== null && observable !== null) {
    const observableId = await findObservable(call, observable.value)
    const isThere = observableId !== null && (await isTied(call, relation, { ticketId, observableId }))
    if (!isThere) return { status: 'missing', what: 'what ties the observable to the ticket' }
  }
  return { status: 'found', applied: { id, notes: [] } }
}

export async function findDuplicateRecords(command: InsertResultRecord, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await findRecords(call, command)
  return kept === undefined ? [] : others.map(found => ({ what: 'record', found, kept }))
}

/** Ids of the records that carry the marker, the oldest first. */
async function findRecords(call: ReadCall, command: InsertResultRecord): Promise<string[]> {
  const { table, marker } = command
  const { column } = marker
  const mark = markOf(command)
  const term = mark === marker.value ? termOf(column, mark) : `${column}LIKE${mark}`
  const query = `${term}^ORDERBYsys_created_on`
  const rows = (await findRows(call, { table, query, fields: `sys_id,${column}`, limit: 50 })) ?? []
  // The term was ignored: nothing that is found, and nothing that is not, would mean anything.
  if (rows.some(row => readValue(row, column) === undefined)) throw withoutMarker(command)
  return idsOf(rows.filter(row => readString(row, column)?.trimEnd().endsWith(mark)))
}

async function insertRecord(
  call: WriteCall,
  command: InsertResultRecord,
  observableId: string | null,
): Promise<TicketApplied> {
  const { table, columns, marker, observable } = command
  const mark = markOf(command)
  const shared = columns[marker.column]
  const values = {
    ...columns,
    ...(observable !== null && { [observable.column]: observableId }),
    [marker.column]: shared === undefined ? mark : `${shared}\n\n${mark}`,
  }
  const row = await insertRow(call, { table, values })
  const isMarked = readString(row, marker.column)?.trimEnd().endsWith(mark) === true
  const notes = isMarked ? [] : [`${table} did not keep the marker in ${marker.column}`]
  return { id: readSysId(readValue(row, 'sys_id')) ?? '', notes }
}

async function ensureObservable(
  call: WriteCall,
  observable: NonNullable<InsertResultRecord['observable']>,
): Promise<string> {
  const { value, type } = observable
  const known = await findObservable(call, value)
  if (known !== null) return known
  const values = { value, ...(type !== undefined && { type }) }
  const row = await insertRow(call, { table: observables, values, areDisplayed: true })
  return readSysId(readValue(row, 'sys_id')) ?? ''
}

/** The oldest one; ServiceNow compares without regard to case. */
async function findObservable(call: ReadCall, value: string): Promise<string | null> {
  const query = `${termOf('value', value)}^ORDERBYsys_created_on`
  const rows = (await findRows(call, { table: observables, query, fields: 'sys_id,value', limit: 50 })) ?? []
  const same = rows.filter(row => readString(row, 'value')?.toLowerCase() === value.toLowerCase())
  return idsOf(same)[0] ?? null
}

async function ensureTie(
  call: WriteCall,
  relation: NonNullable<InsertResultRecord['relation']>,
  tied: { ticketId: string; observableId: string },
): Promise<void> {
  if (await isTied(call, relation, tied)) return
  const { table, ticketColumn, observableColumn } = relation
  await insertRow(call, { table, values: { [ticketColumn]: tied.ticketId, [observableColumn]: tied.observableId } })
}

async function isTied(
  call: ReadCall,
  { table, ticketColumn, observableColumn }: NonNullable<InsertResultRecord['relation']>,
  { ticketId, observableId }: { ticketId: string; observableId: string },
): Promise<boolean> {
  const query = `${ticketColumn}=${ticketId}^${observableColumn}=${observableId}`
  const rows = (await findRows(call, { table, query, fields: `${ticketColumn},${observableColumn}`, limit: 50 })) ?? []
  return rows.some(
    row =>
      codeOf(readValue(row, ticketColumn)) === ticketId && codeOf(readValue(row, observableColumn)) === observableId,
  )
}

/** The bare marker in a column of its own, else what a text ends with. */
function markOf({ columns, marker }: InsertResultRecord): string {
  return Object.hasOwn(columns, marker.column) ? signatureOf(marker.value) : marker.value
}

function idsOf(rows: JsonObject[]): string[] {
  return rows.map(row => readSysId(readValue(row, 'sys_id'))).filter(id => id !== undefined)
}

function withoutMarker({ table, marker }: InsertResultRecord): BridgeError {
  return new BridgeError('misconfigured', `${table} shows no column ${marker.column} to find its records by`, {
    code: 'no-such-column',
  })
}
