import type { TicketCommand } from '../../domain/command'
import { BridgeError } from '../../errors'
import type { Duplicate, LookedUp, TicketApplied, TicketWriter } from '../connector'
import {
  carryOut,
  createReadCall,
  createWriteCall,
  type ReadCall,
  type TicketLine,
  type WriteCall,
} from '../ticket-call'
import type { VaultReader } from '../vault-file'
import { attachFile, findDuplicateFiles, lookUpFile } from './attach-file'
import type { CommentForm } from './comment-form'
import { lookUpRemoteLink, putRemoteLink } from './put-remote-link'
import { lookUpTicket, updateTicket } from './update-ticket'
import { applyComment, findDuplicateComments, lookUpComment } from './upsert-comment'

export interface JiraWriterParts {
  line: TicketLine
  form: CommentForm
  readFile: VaultReader
}

/** All that Jira can be asked to do, each by its recipe (reliability.md section 4). */
export function createJiraWriter({ line, form, readFile }: JiraWriterParts): TicketWriter {
  return {
    async apply(command, sending) {
      return carryOut(createWriteCall(line, sending), call => apply(command, { call, form, readFile }))
    },
    async lookUp(command, sending) {
      return lookUp(command, { call: createReadCall(line, exchange => sending.record(exchange)), form })
    },
    async findDuplicates(command) {
      return findDuplicates(command, { call: createReadCall(line), form })
    },
  }
}

type Applying = { call: WriteCall } & Omit<JiraWriterParts, 'line'>

async function apply(command: TicketCommand, at: Applying): Promise<TicketApplied> {
  switch (command.kind) {
    case 'upsert-status-comment':
    case 'upsert-comment':
      return applyComment(command, at)
    case 'update-ticket':
      return updateTicket(command, at)
    case 'attach-file':
      return attachFile(command, at)
    case 'put-remote-link':
      return putRemoteLink(command, at)
    default:
      throw refuse(command)
  }
}

type Looking = { call: ReadCall; form: CommentForm }

async function lookUp(command: TicketCommand, at: Looking): Promise<LookedUp<TicketApplied>> {
  switch (command.kind) {
    case 'upsert-status-comment':
    case 'upsert-comment':
      return lookUpComment(command, at)
    case 'update-ticket':
      return lookUpTicket(command, at)
    case 'attach-file':
      return lookUpFile(command, at)
    case 'put-remote-link':
      return lookUpRemoteLink(command, at)
    default:
      throw refuse(command)
  }
}

async function findDuplicates(command: TicketCommand, at: Looking): Promise<Duplicate[]> {
  switch (command.kind) {
    case 'upsert-status-comment':
    case 'upsert-comment':
      return findDuplicateComments(command, at)
    case 'attach-file':
      return findDuplicateFiles(command, at)
    case 'update-ticket':
    case 'put-remote-link':
      // Both set what is there once by its nature.
      return []
    default:
      throw refuse(command)
  }
}

/** A plan that hands Jira a command of another system is a mistake of ours. */
function refuse({ kind }: TicketCommand): BridgeError {
  return new BridgeError('rejected', `Jira takes no command ${kind}`, { code: 'unknown-command' })
}
