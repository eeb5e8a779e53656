import type { UpdateTicket } from '../../domain/command'
import type { Json, JsonObject } from '../../domain/json'
import { readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import type { TicketColumn, TicketColumns } from './columns'
import { type Cell, findChoice, planValue } from './field-value'
import { findReferred } from './find-record'
import { codeOf, labelOf } from './wire'

/** Only what differs. */
export interface UpdatePlan {
  set: Record<string, string>
  notes: string[]
  state: PlannedState | null
}

export interface PlannedState {
  value: string
  /** What a data policy may ask for on the way: as it is set, without what is already there. */
  fields: Record<string, string>
  /** Those of them that the dictionary itself asks for. */
  mandatory: Record<string, string>
}

export interface TicketRow {
  table: string
  /** With codes and labels of every column. */
  row: JsonObject
  columns: TicketColumns
}

/** Reads only. Raises `rejected`: `field-unavailable`, `value-unavailable`, `status-unavailable`. */
export async function planUpdate(
  { set, lists, status }: UpdateTicket,
  ticket: TicketRow,
  call: ReadCall,
): Promise<UpdatePlan> {
  const { set: values, notes } = await planValues(set, ticket, call)
  for (const [name, change] of Object.entries(lists)) {
    const { value, notes: told } = await planList(call, {
      cell: cellOf(ticket.row, name),
      column: ticket.columns.get(name),
      change,
    })
    if (value !== null) values[name] = value
    notes.push(...told)
  }
  const state = status === null ? undefined : findState(status.to, ticket)
  if (status === null || state === undefined) return { set: values, notes, state: null }
  const { set: fields } = await planValues(status.fields, ticket, call)
  const isAsked = ([name]: [string, string]) => ticket.columns.get(name)?.isMandatory === true
  const mandatory = Object.fromEntries(Object.entries(fields).filter(isAsked))
  return { set: values, notes, state: { value: state, fields, mandatory } }
}

async function planValues(wanted: Record<string, Json>, { row, columns }: TicketRow, call: ReadCall) {
  const set: Record<string, string> = {}
  const notes: string[] = []
  for (const [name, value] of Object.entries(wanted)) {
    const planned = await planValue(call, { cell: cellOf(row, name), column: columns.get(name), wanted: value })
    if (planned === null) continue
    if ('note' in planned) notes.push(planned.note)
    else set[name] = planned.value
  }
  return { set, notes }
}

/** Journals are no values, and a column that we are not shown could not be compared. */
function cellOf(row: JsonObject, name: string): Cell {
  const value = codeOf(readValue(row, name))
  if (typeof value !== 'string' || name.startsWith('sys_') || journals.has(name)) {
    throw new BridgeError('rejected', `ServiceNow shows us no column ${name} that could be set`, {
      code: 'field-unavailable',
    })
  }
  return { name, value, shown: labelOf(readValue(row, name)) ?? '' }
}

const journals = new Set(['comments', 'work_notes', 'comments_and_work_notes'])

/** Entries are kept in their order; those that are named otherwise than they are stored are looked up. */
async function planList(
  call: ReadCall,
  {
    cell,
    column,
    change,
  }: { cell: Cell; column: TicketColumn | undefined; change: { add: string[]; remove: string[] } },
): Promise<{ value: string | null; notes: string[] }> {
  const reference = column?.type === 'glide_list' ? column.reference : ''
  const notes: string[] = []
  const entriesOf = async (texts: string[]): Promise<string[]> => {
    const entries: string[] = []
    for (const text of texts) {
      const found = reference === '' ? null : await findReferred(call, reference, text)
      // A list of users takes bare addresses too.
      if (found === null || (!('id' in found) && text.includes('@'))) entries.push(text.replaceAll(',', ' ').trim())
      else if ('id' in found) entries.push(found.id)
      else notes.push(`${cell.name}: ${reference} has ${found.problem === 'unknown' ? 'none' : 'several'} of that name`)
    }
    return entries
  }
  const key = (entry: string) => entry.toLowerCase()
  const removed = new Set((await entriesOf(change.remove)).map(key))
  const entries = new Map<string, string>()
  const current = cell.value.split(',').map(entry => entry.trim())
  for (const entry of current.filter(each => !removed.has(key(each)))) if (entry !== '') entries.set(key(entry), entry)
  for (const entry of await entriesOf(change.add)) if (!entries.has(key(entry))) entries.set(key(entry), entry)
  const before = new Set(current.filter(entry => entry !== '').map(key))
  const isSame = before.size === entries.size && [...entries.keys()].every(entry => before.has(entry))
  return { value: isSame ? null : [...entries.values()].join(','), notes }
}

/** The usual process of security incidents goes forward only (servicenow.md section 2.2). */
const securityPath = ['10', '16', '18', '19', '20', '100', '3']

/** The value to set; undefined where the ticket already is where it is wanted. Ways that lead forward come first. */
function findState(to: readonly string[], { table, row, columns }: TicketRow): string | undefined {
  const { value: current } = cellOf(row, 'state')
  const choices = columns.get('state')?.choices ?? []
  const offered = to.flatMap(word => findChoice(choices, word) ?? (choices.length === 0 ? [word] : []))
  if (offered.includes(current)) return undefined
  const isForward = (state: string) => securityPath.indexOf(state) > securityPath.indexOf(current)
  const found = table === 'sn_si_incident' ? (offered.find(isForward) ?? offered[0]) : offered[0]
  if (found !== undefined) return found
  const says = `${table} offers no such state; it has ${choices.map(({ value }) => value).join(', ')}`
  throw new BridgeError('rejected', says, { code: 'status-unavailable' })
}

/** Columns whose value is another one than was sent: closed to us, or made by the instance's own rules. */
export function findLost(row: JsonObject, values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, sent]) => {
    const kept = codeOf(readValue(row, name))
    const isSame = typeof kept !== 'string' || kept.replace(/\r\n?/g, '\n').trim() === sent.trim()
    return isSame ? [] : [name]
  })
}
