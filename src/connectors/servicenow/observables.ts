import type { InsertResultRecord } from '../../domain/command'
import { readString, readValue } from '../../domain/read-json'
import type { ReadCall, WriteCall } from '../ticket-call'
import { findRows, idsOf, insertRow, termOf } from './table-api'
import { codeOf } from './wire'

const observables = 'sn_ti_observable'

/** The id of the observable with that value, which is made where it is missing. */
export async function ensureObservable(
  call: WriteCall,
  observable: NonNullable<InsertResultRecord['observable']>,
): Promise<string> {
  const { value, type } = observable
  const known = await findObservable(call, value)
  if (known !== null) return known
  const values = { value, ...(type !== undefined && { type }) }
  const row = await insertRow(call, { table: observables, values, areDisplayed: true })
  return idsOf([row])[0] ?? ''
}

/** The oldest one; ServiceNow compares without regard to case. */
export async function findObservable(call: ReadCall, value: string): Promise<string | null> {
  const query = `${termOf('value', value)}^ORDERBYsys_created_on`
  const rows = (await findRows(call, { table: observables, query, fields: 'sys_id,value', limit: 50 })) ?? []
  const same = rows.filter(row => readString(row, 'value')?.toLowerCase() === value.toLowerCase())
  return idsOf(same)[0] ?? null
}

/** Ties the observable to the ticket, once. */
export async function ensureTie(
  call: WriteCall,
  relation: NonNullable<InsertResultRecord['relation']>,
  tied: { ticketId: string; observableId: string },
): Promise<void> {
  if (await isTied(call, relation, tied)) return
  const { table, ticketColumn, observableColumn } = relation
  await insertRow(call, { table, values: { [ticketColumn]: tied.ticketId, [observableColumn]: tied.observableId } })
}

export async function isTied(
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
