import type { Clock } from '../../domain/clock'
import type { ReadTicketFile, Sending, SoarConnector } from '../connector'
import { applyCommand } from './apply'
import { createReadCall, createWriteCall, type Line } from './call'
import type { Filing } from './container-fields'
import { findDuplicates } from './find-duplicates'
import { lookUpCommand } from './look-up'
import { createOwners } from './owner'

interface CommandParts {
  line: Line
  clock: Clock
  filing: Filing
  readFile?: ReadTicketFile
}

/** What a connection does with commands; owners it has found are remembered from one to the next. */
export function createCommands(parts: CommandParts): Pick<SoarConnector, 'apply' | 'lookUp' | 'findDuplicates'> {
  const { line, clock, filing, readFile } = parts
  const owners = createOwners(clock)
  return {
    apply(command, sending) {
      const { isRepeat } = sending
      const call = createWriteCall(line, sending)
      return applyCommand(command, { call, owners, filing, isRepeat, ...sent(sending), ...(readFile && { readFile }) })
    },
    lookUp(command, sending) {
      const call = createReadCall(line, exchange => sending.record(exchange))
      return lookUpCommand(command, { call, owners, filing, ...sent(sending) })
    },
    findDuplicates(command) {
      return findDuplicates(command, { call: createReadCall(line), filing })
    },
  }
}

function sent({ sentAt }: Pick<Sending, 'sentAt'>): Pick<Sending, 'sentAt'> {
  return sentAt === undefined ? {} : { sentAt }
}
