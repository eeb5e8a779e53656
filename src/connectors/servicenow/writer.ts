import type { PutRemoteLink, TicketCommand, UpdateTicket } from '../../domain/command'
import { createTargetLocks, type TargetLocks } from '../../domain/target-locks'
import type { Duplicate, LookedUp, Sending, TicketApplied, TicketWriter } from '../connector'
import { carryOut, createReadCall, createWriteCall, type ReadCall, type TicketLine } from '../ticket-call'
import { attachFile, type FileParts, findDuplicateFiles, lookUpFile } from './attach-file'
import type { ColumnBook } from './columns'
import { findPlace, needPlace, refuseCommand, sysIdOf } from './find-place'
import { applyEntry, findDuplicateEntries, lookUpEntry } from './journal-entry'
import {
  applyResultRecord,
  findDuplicateRecords,
  lookUpResultRecord,
  type ResultParts,
  type RunStep,
} from './result-record'
import { lookUpUpdate, updateTicket } from './update-ticket'

export interface ServiceNowWriterParts extends FileParts, ResultParts {
  line: TicketLine
  tables: readonly string[]
  book: ColumnBook
  /** Null where the address of the container is not written anywhere. */
  containerUrlColumn: string | null
}

/** All that ServiceNow can be asked to do, each by its recipe (reliability.md section 4). */
export function createServiceNowWriter(parts: ServiceNowWriterParts): TicketWriter {
  const { line } = parts
  const locks = createTargetLocks()
  return {
    async apply(command, sending) {
      sysIdOf(command)
      const step: RunStep = work => carryOut(createWriteCall(line, sending), work)
      const { isRepeat, compare } = sending
      return apply(command, { ...parts, step, locks, isRepeat, ...(compare && { compare }) })
    },
    async lookUp(command, sending) {
      sysIdOf(command)
      return lookUp(command, { ...parts, call: createReadCall(line, exchange => sending.record(exchange)) })
    },
    async findDuplicates(command) {
      sysIdOf(command)
      return findDuplicates(command, createReadCall(line))
    },
  }
}

type Applying = ServiceNowWriterParts & { step: RunStep; locks: TargetLocks } & Pick<Sending, 'isRepeat' | 'compare'>

async function apply(command: TicketCommand, at: Applying): Promise<TicketApplied> {
  const { step, tables, isRepeat, compare } = at
  switch (command.kind) {
    case 'insert-result-record':
      return applyResultRecord(command, { step, locks: at.locks, secops: at.secops, ticketId: command.ticket.id })
    case 'add-work-note':
    case 'upsert-comment':
      return step(async call => {
        return applyEntry(command, { call, place: await needPlace(call, command.ticket, tables), isRepeat })
      })
    case 'attach-file':
      return step(async call => {
        return attachFile(command, {
          call,
          place: await needPlace(call, command.ticket, tables),
          readFile: at.readFile,
        })
      })
    case 'update-ticket': {
      const place = await step(call => needPlace(call, command.ticket, tables))
      return updateTicket(command, { step, place, book: at.book, ...(compare && { compare }) })
    }
    case 'put-remote-link':
      return at.containerUrlColumn === null ? withoutLink(command) : apply(asUpdate(command, at.containerUrlColumn), at)
    default:
      throw refuseCommand(command)
  }
}

type Looking = ServiceNowWriterParts & { call: ReadCall }

async function lookUp(command: TicketCommand, at: Looking): Promise<LookedUp<TicketApplied>> {
  const { call, tables, book, containerUrlColumn } = at
  switch (command.kind) {
    case 'insert-result-record':
      return lookUpResultRecord(command, { call, ticketId: command.ticket.id })
    case 'attach-file':
      return lookUpFile(command, call)
    case 'add-work-note':
    case 'upsert-comment': {
      const place = await findPlace(call, command.ticket, tables)
      return place === null ? missingTicket : lookUpEntry(command, { call, place })
    }
    case 'update-ticket': {
      const place = await findPlace(call, command.ticket, tables)
      return place === null ? missingTicket : lookUpUpdate(command, { call, place, book })
    }
    case 'put-remote-link':
      return containerUrlColumn === null
        ? { status: 'found', applied: withoutLink(command) }
        : lookUp(asUpdate(command, containerUrlColumn), at)
    default:
      throw refuseCommand(command)
  }
}

const missingTicket = { status: 'missing', what: 'the ticket' } as const

async function findDuplicates(command: TicketCommand, call: ReadCall): Promise<Duplicate[]> {
  switch (command.kind) {
    case 'insert-result-record':
      return findDuplicateRecords(command, call)
    case 'add-work-note':
    case 'upsert-comment':
      return findDuplicateEntries(command, call)
    case 'attach-file':
      return findDuplicateFiles(command, call)
    case 'update-ticket':
    case 'put-remote-link':
      // Both set what is there once by its nature.
      return []
    default:
      throw refuseCommand(command)
  }
}

/** ServiceNow has no remote links: the address goes into a column where one is named for it. */
function asUpdate({ ticket, url }: PutRemoteLink, column: string): UpdateTicket {
  return { kind: 'update-ticket', ticket, set: { [column]: url }, lists: {}, status: null }
}

function withoutLink({ ticket }: PutRemoteLink): TicketApplied {
  return { id: ticket.id, notes: ['ServiceNow has no remote links, and no column is named for the container'] }
}
