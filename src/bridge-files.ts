import type { ReadTicketFile, TicketConnector, TicketFileReader } from './connectors/connector'
import { BridgeError } from './errors'
import type { TicketSource } from './flows/ticket-source'

/** Reads files of tickets for SOAR's vault, as large as the rules of their connection let through. */
export function ticketFileReader(sourceOf: (connection: string) => TicketSource): ReadTicketFile {
  return async ({ connection, ticketId, attachmentId }) => {
    const { connector, rules } = sourceOf(connection)
    const mostBytes = rules.files.maxMegabytes * 1_000_000
    const wanted = { id: attachmentId, mostBytes }
    const file = readsFiles(connector) ? await connector.readAttachment({ id: ticketId }, wanted) : null
    if (file !== null) return file
    throw new BridgeError('rejected', 'the ticketing system does not give this file', { code: 'file-unreadable' })
  }
}

function readsFiles(connector: TicketConnector): connector is TicketConnector & TicketFileReader {
  return 'readAttachment' in connector
}
