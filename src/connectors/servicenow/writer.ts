import type { TicketAddress, TicketCommand } from '../../domain/command'
import { createTargetLocks } from '../../domain/target-locks'
import { BridgeError } from '../../errors'
import type { TicketWriter } from '../connector'
import { carryOut, createReadCall, createWriteCall, type ReadCall, type TicketLine } from '../ticket-call'
import { applyResultRecord, findDuplicateRecords, lookUpResultRecord, type RunStep } from './result-record'
import { type SecopsApi, usualSecopsApi } from './secops-api'
import { getRow } from './table-api'
import { readSysId } from './wire'
import { applyWorkNote, findDuplicateNotes, lookUpWorkNote, type Place } from './work-note'

/** What ServiceNow takes of the closed list of commands. */
export function createServiceNowWriter(
  { secops = usualSecopsApi, ...line }: TicketLine & { secops?: SecopsApi },
  tables: readonly string[],
): TicketWriter {
  const locks = createTargetLocks()
  return {
    async apply(command, sending) {
      const ticketId = sysIdOf(command)
      const step: RunStep = work => carryOut(createWriteCall(line, sending), work)
      if (command.kind === 'insert-result-record') return applyResultRecord(command, { step, locks, secops, ticketId })
      if (command.kind !== 'add-work-note') throw notOurs(command)
      return step(async call => {
        const place = await findPlace(call, command.ticket, tables)
        if (place === null) throw new BridgeError('rejected', 'the ticket is not there', { code: 'not-found' })
        return applyWorkNote(command, { call, place, isRepeat: sending.isRepeat })
      })
    },
    async lookUp(command, sending) {
      const call = createReadCall(line, exchange => sending.record(exchange))
      const ticketId = sysIdOf(command)
      if (command.kind === 'insert-result-record') return lookUpResultRecord(command, { call, ticketId })
      if (command.kind !== 'add-work-note') throw notOurs(command)
      const place = await findPlace(call, command.ticket, tables)
      return place === null ? { status: 'missing', what: 'the ticket' } : lookUpWorkNote(command, { call, place })
    },
    async findDuplicates(command) {
      const call = createReadCall(line)
      sysIdOf(command)
      if (command.kind === 'insert-result-record') return findDuplicateRecords(command, call)
      if (command.kind !== 'add-work-note') throw notOurs(command)
      return findDuplicateNotes(command, call)
    },
  }
}

/** Where its table is not known, each bridged one is asked. */
async function findPlace(call: ReadCall, ticket: TicketAddress, tables: readonly string[]): Promise<Place | null> {
  const { id: sysId, collection } = ticket
  if (collection !== undefined) return { table: collection, sysId }
  for (const table of tables) {
    const row = await getRow(call, { table, sysId }, { sysparm_fields: 'sys_id' })
    if (row !== null) return { table, sysId }
  }
  return null
}

/** Ids go into queries, so nothing else than an id may be one. */
function sysIdOf({ ticket }: TicketCommand): string {
  const sysId = readSysId(ticket.id)
  if (sysId !== undefined) return sysId
  throw new BridgeError('rejected', 'the ticket has no id of ServiceNow', { code: 'bad-id' })
}

/** A plan that hands us another command is a mistake of ours. */
function notOurs({ kind }: TicketCommand): BridgeError {
  return new BridgeError('rejected', `ServiceNow takes no command ${kind}`, { code: 'unknown-command' })
}
