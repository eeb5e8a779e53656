import type { Ticket } from '../domain/ticket'
import { plainValues } from './plain-values'
import type { Condition } from './rules-basics'
import { readTicket } from './ticket-values'

/** Whether a condition of the rules holds for a ticket. Words compare without case; an absent field equals nothing. */
export function holds(condition: Condition, ticket: Ticket): boolean {
  if (condition.and !== undefined) return condition.and.every(part => holds(part, ticket))
  if (condition.or !== undefined) return condition.or.some(part => holds(part, ticket))
  if (condition.not !== undefined) return !holds(condition.not, ticket)
  return condition.field !== undefined && holdsForField(condition.field, condition, ticket)
}

function holdsForField(path: string, condition: Condition, ticket: Ticket): boolean {
  const raw = readTicket(ticket, path)
  const values = plainValues(raw).map(fold)
  if (condition.exists !== undefined) return values.length > 0 === condition.exists
  if (condition.equals !== undefined) return values.includes(fold(condition.equals))
  if (condition.in !== undefined) return condition.in.some(word => values.includes(fold(word)))
  if (condition.contains === undefined) return false
  const wanted = fold(condition.contains)
  return Array.isArray(raw) ? values.includes(wanted) : values.some(value => value.includes(wanted))
}

function fold(word: string): string {
  return word.trim().toLowerCase()
}
