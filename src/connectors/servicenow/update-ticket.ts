import type { UpdateTicket } from '../../domain/command'
import { BridgeError, isBridgeError } from '../../errors'
import type { LookedUp, Sending, TicketApplied } from '../connector'
import type { ReadCall } from '../ticket-call'
import type { ColumnBook } from './columns'
import type { Place } from './journal-entry'
import { tellRecord } from './normalize'
import { findLost, planUpdate, type UpdatePlan } from './plan-update'
import type { RunStep } from './result-record'
import { getRow, updateRow } from './table-api'

/**
 * Reads, compares, sets only what differs; raises what `compare` does before anything is written. ServiceNow has no
 * If-Match: what a person sets between that read and our write is overwritten. What a state asks for is sent once a policy has asked; where the state is refused, the rest is set
 * without it, and the refusal told. Raises `rejected`: `mandatory-missing`, `refused-by-rule`, `status-unavailable`.
 */
export async function updateTicket(
  command: UpdateTicket,
  { step, place, book, compare }: { step: RunStep; place: Place; book: ColumnBook } & Pick<Sending, 'compare'>,
): Promise<TicketApplied> {
  const plan = await step(call => planOf(command, { call, place, book, ...(compare && { compare }) }))
  if (plan === null) throw new BridgeError('rejected', 'the ticket is not there', { code: 'not-found' })
  const { set, state, notes } = plan
  const id = place.sysId
  if (isEmpty(plan)) return { id, notes }
  const write = (values: Record<string, string>) =>
    step(async call => findLost(await updateRow(call, place, values), values))
  const told = (lost: string[]) => [...notes, ...lost.map(name => `ServiceNow keeps its own value of ${name}`)]
  if (state === null) return { id, notes: told(await write(set)) }
  try {
    const lost = await writeState(state, set, write)
    if (lost.includes('state'))
      throw new BridgeError('rejected', 'ServiceNow left the state as it was', { code: 'status-unavailable' })
    return { id, notes: told(lost) }
  } catch (error) {
    const isRefused = isBridgeError(error) && refusals.has(error.code)
    if (isRefused && error.code !== 'status-unavailable' && Object.keys(set).length > 0) await write(set)
    throw error
  }
}

export async function lookUpUpdate(
  command: UpdateTicket,
  at: { call: ReadCall; place: Place; book: ColumnBook },
): Promise<LookedUp<TicketApplied>> {
  const plan = await planOf(command, at)
  if (plan === null) return { status: 'missing', what: 'the ticket' }
  if (isEmpty(plan)) return { status: 'found', applied: { id: at.place.sysId, notes: plan.notes } }
  const names = [...Object.keys(plan.set), ...(plan.state === null ? [] : ['state'])]
  return { status: 'missing', what: `the values of ${names.join(', ')}` }
}

const refusals = new Set(['mandatory-missing', 'refused-by-rule', 'status-unavailable'])

/** First with what the dictionary asks for; a data policy, which cannot be read, asks by refusing. */
async function writeState(
  { value, fields, mandatory }: NonNullable<UpdatePlan['state']>,
  set: Record<string, string>,
  write: (values: Record<string, string>) => Promise<string[]>,
): Promise<string[]> {
  try {
    return await write({ ...mandatory, ...set, state: value })
  } catch (error) {
    const isMore = Object.keys(fields).length > Object.keys(mandatory).length
    if (!isBridgeError(error) || error.code !== 'mandatory-missing' || !isMore) throw error
    return write({ ...fields, ...set, state: value })
  }
}

async function planOf(
  command: UpdateTicket,
  { call, place, book, compare }: { call: ReadCall; place: Place; book: ColumnBook } & Pick<Sending, 'compare'>,
): Promise<UpdatePlan | null> {
  const query = { sysparm_display_value: 'all', sysparm_exclude_reference_link: 'true' }
  const row = await getRow(call, place, query)
  if (row === null) return null
  compare?.(tellRecord(row))
  return planUpdate(command, { table: place.table, row, columns: await book.of(place.table) }, call)
}

function isEmpty({ set, state }: UpdatePlan): boolean {
  return state === null && Object.keys(set).length === 0
}
