import type { Json, JsonObject } from '../domain/json'
import type { Ticket } from '../domain/ticket'
import { readField } from './field-path'
import { isRecordId, plainValues } from './plain-values'

const ownPrefix = 'ticket.'

/** Reads a path of the rules: `ticket.key`, `ticket.url` … are the ticket's own facts, all else are its fields. */
export function readTicket(ticket: Ticket, path: string): Json | undefined {
  if (!path.startsWith(ownPrefix)) return readField(ticket.fields, path)
  return readField(factsOf(ticket), path.slice(ownPrefix.length))
}

/** The plain values behind a path; empty where the ticket has none. */
export function readTicketValues(ticket: Ticket, path: string): string[] {
  return plainValues(readTicket(ticket, path))
}

/** The first plain value that any of the paths holds; bare record ids are passed over, they mean nothing elsewhere. */
export function readFirst(ticket: Ticket, paths: readonly string[]): { value: string; index: number } | undefined {
  for (const [index, path] of paths.entries()) {
    const value = readTicketValues(ticket, path).find(candidate => !isRecordId(candidate))
    if (value !== undefined) return { value, index }
  }
  return undefined
}

function factsOf(ticket: Ticket): JsonObject {
  return {
    connection: ticket.connection,
    system: ticket.system,
    id: ticket.id,
    key: ticket.key,
    url: ticket.url,
    collection: ticket.collection ?? null,
    deleted: ticket.deleted,
  }
}
