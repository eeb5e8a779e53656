import { isJsonObject } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { plainValues } from './plain-values'
import { readTicket } from './ticket-values'

/** Whether a field of the ticket holds this value under any of its names: people and choices have several. */
export function holdsValue(ticket: Ticket, field: string, value: string | null): boolean {
  const raw = readTicket(ticket, field)
  if (value === null || value === '') return plainValues(raw).length === 0
  const names = isJsonObject(raw) ? [...plainValues(raw), ...Object.values(raw).flatMap(plainValues)] : plainValues(raw)
  return names.some(name => name.toLowerCase() === value.toLowerCase())
}
