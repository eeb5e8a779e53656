import type { UpdateTicket } from '../domain/command'
import { sha256Hex } from '../domain/ids'
import { canonicalJson, type JsonObject } from '../domain/json'
import type { TicketSnapshot } from '../domain/ticket'
import { statusFields } from './ticket-holds'

/** Fields of the ticket that a command is about. */
export function fieldsOf({ set, status }: Pick<UpdateTicket, 'set' | 'status'>): string[] {
  return [...Object.keys(set), ...(status === null ? [] : statusFields)]
}

/** A hash of what was heard of those fields: another one, and the command was decided for a ticket of another time. */
export function decidedFor(command: Pick<UpdateTicket, 'set' | 'status'>, { fields }: TicketSnapshot): string {
  const heard = fieldsOf(command).map(name => [name, fields[name]?.value ?? null] as const)
  const values: JsonObject = Object.fromEntries(heard)
  return sha256Hex(canonicalJson(values)).slice(0, 32)
}
