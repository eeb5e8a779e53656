import { toHarmlessText } from '../../domain/harmless-text'
import type { Json } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import type { TicketColumn } from './columns'
import { findReferred } from './find-record'

/** One column of a ticket as it is now: what is stored, and what people read. */
export interface Cell {
  name: string
  value: string
  shown: string
}

/** What a column is to be set to; null where it already is, a note where it cannot be found out. */
export type PlannedValue = { value: string } | { note: string } | null

/** References that every task has, for instances that hide their dictionary. */
const knownReferences: Record<string, string> = {
  assigned_to: 'sys_user',
  caller_id: 'sys_user',
  opened_by: 'sys_user',
  affected_user: 'sys_user',
  assignment_group: 'sys_user_group',
  cmdb_ci: 'cmdb_ci',
}

/** Columns below hold one line; longer ones hold text for people. */
const shortestLongText = 500

/** Compares what is wanted with what is there. Raises `rejected`, code `value-unavailable`, for a choice that is not offered. */
export async function planValue(
  call: ReadCall,
  { cell, column, wanted }: { cell: Cell; column: TicketColumn | undefined; wanted: Json },
): Promise<PlannedValue> {
  if (wanted !== null && typeof wanted === 'object') throw unavailable(cell.name)
  const text = wanted === null ? '' : String(wanted)
  if (text === cell.value) return null
  if (text === '') {
    // ServiceNow ignores an empty string for a choice.
    return column?.isRestricted ? { note: `${cell.name} is a choice, which cannot be cleared` } : { value: '' }
  }
  const reference = referenceOf(cell.name, column)
  if (reference !== undefined) return planReference(call, { cell, reference, text })
  return differing(cell, toStored(cell, column, text))
}

/** The table that the column's value or values point to. */
export function referenceOf(name: string, column: TicketColumn | undefined): string | undefined {
  if (column === undefined) return knownReferences[name]
  return column.type === 'reference' && column.reference !== '' ? column.reference : undefined
}

async function planReference(
  call: ReadCall,
  { cell, reference, text }: { cell: Cell; reference: string; text: string },
): Promise<PlannedValue> {
  if (cell.value !== '' && cell.shown.toLowerCase() === text.toLowerCase()) return null
  const found = await findReferred(call, reference, text)
  if ('id' in found) return differing(cell, found.id)
  return {
    note: `${cell.name} stays: ${reference} has ${found.problem === 'unknown' ? 'none' : 'several'} of that name`,
  }
}

function differing(cell: Cell, value: string): PlannedValue {
  return normalized(value) === normalized(cell.value) ? null : { value }
}

/** The instance ends lines in its own way. */
function normalized(text: string): string {
  return text.replace(/\r\n?/g, '\n').trimEnd()
}

function toStored(cell: Cell, column: TicketColumn | undefined, text: string): string {
  if (column === undefined) return text
  if (column.choices.length > 0) return choiceOf(cell.name, column, text)
  switch (column.type) {
    case 'glide_date_time':
    case 'due_date':
      return toTime(text) ?? refuse(cell.name)
    case 'glide_date':
      return toTime(text)?.slice(0, 10) ?? refuse(cell.name)
    case 'boolean':
      return text.toLowerCase()
    case 'string':
      return toText(cell, text, column.maxLength ?? Number.POSITIVE_INFINITY)
    default:
      return text
  }
}

/** What came from the ticket itself stays as it is; what comes from outside leads nowhere. */
function toText(cell: Cell, text: string, longest: number): string {
  if (longest >= shortestLongText) {
    const bounded = Math.min(longest, 1_000_000)
    return normalized(text).slice(0, bounded) === normalized(cell.value) ? cell.value : toHarmlessText(text, bounded)
  }
  const line = text.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim()
  return line.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')
}

function choiceOf(name: string, { choices, isRestricted }: TicketColumn, text: string): string {
  const value = findChoice(choices, text)
  if (value !== undefined) return value
  return isRestricted ? refuse(name) : text
}

/** By its value or its label. */
export function findChoice(choices: TicketColumn['choices'], text: string): string | undefined {
  const word = text.trim().toLowerCase()
  const found =
    choices.find(({ value }) => value.toLowerCase() === word) ??
    choices.find(({ label }) => label.toLowerCase() === word)
  return found?.value
}

/** Epoch milliseconds or ISO 8601 to `YYYY-MM-DD HH:MM:SS` in UTC, which a stored time is in already. */
function toTime(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return text
  const ms = /^\d{11,14}$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

function refuse(name: string): never {
  throw unavailable(name)
}

function unavailable(name: string): BridgeError {
  return new BridgeError('rejected', `ServiceNow does not take the value asked for in the column ${name}`, {
    code: 'value-unavailable',
  })
}
