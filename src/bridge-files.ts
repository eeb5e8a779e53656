import type { ReadTicketFile, TicketFileReader } from './connectors/connector'
import { BridgeError } from './errors'
import type { Rules } from './mapping/rules'

/** Reads files of tickets for SOAR's vault, as large as the rules of their connection let through. */
export function ticketFileReader(
  sourceOf: (connection: string) => { connector: TicketFileReader; rules: Pick<Rules, 'files'> },
): ReadTicketFile {
  return async ({ connection, ticketId, attachmentId }) => {
    const { connector, rules } = sourceOf(connection)
    const mostBytes = rules.files.maxMegabytes * 1_000_000
    const file = await connector.readAttachment({ id: ticketId }, { id: attachmentId, mostBytes })
    if (file !== null) return file
    throw new BridgeError('rejected', 'the ticketing system does not give this file', { code: 'file-unreadable' })
  }
}
