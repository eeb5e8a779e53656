import type { TicketAddress, TicketCommand } from '../../domain/command'
import { BridgeError } from '../../errors'
import type { ReadCall } from '../ticket-call'
import type { Place } from './journal-entry'
import { getRow } from './table-api'
import { readSysId } from './wire'

/** Where a ticket is; null where it is not there. Where its table is not known, each bridged one is asked. */
export async function findPlace(
  call: ReadCall,
  ticket: TicketAddress,
  tables: readonly string[],
): Promise<Place | null> {
  const { id: sysId, collection } = ticket
  if (collection !== undefined) return { table: collection, sysId }
  for (const table of tables) {
    const row = await getRow(call, { table, sysId }, { sysparm_fields: 'sys_id' })
    if (row !== null) return { table, sysId }
  }
  return null
}

/** The same, raising `not-found`. */
export async function needPlace(call: ReadCall, ticket: TicketAddress, tables: readonly string[]): Promise<Place> {
  const place = await findPlace(call, ticket, tables)
  if (place !== null) return place
  throw new BridgeError('rejected', 'the ticket is not there', { code: 'not-found' })
}

/** Ids go into queries, so nothing else than an id may be one. */
export function sysIdOf({ ticket }: TicketCommand): string {
  const sysId = readSysId(ticket.id)
  if (sysId !== undefined) return sysId
  throw new BridgeError('rejected', 'the ticket has no id of ServiceNow', { code: 'bad-id' })
}

/** A plan that hands us another command is a mistake of ours. */
export function refuseCommand({ kind }: TicketCommand): BridgeError {
  return new BridgeError('rejected', `ServiceNow takes no command ${kind}`, { code: 'unknown-command' })
}
