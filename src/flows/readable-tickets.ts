import type { TicketConnector } from '../connectors/connector'
import { type BridgeError, isBridgeError } from '../errors'

type Reader = Pick<TicketConnector, 'readTicket' | 'resolveTicketId'>

/**
 * Reads where a refusal of one ticket, by a system that is otherwise well, counts as its 404 does: missing or
 * forbidden. Anything else raises, and the deliveries wait.
 */
export function readableTickets(connector: Reader, isHealthyAfter: (error: BridgeError) => Promise<boolean>): Reader {
  async function nullIfRefused<Result>(reading: Promise<Result | null>): Promise<Result | null> {
    try {
      return await reading
    } catch (error) {
      const isRefusal = isBridgeError(error) && error.kind !== 'unavailable' && error.kind !== 'misconfigured'
      if (isRefusal && (await isHealthyAfter(error))) return null
      throw error
    }
  }
  return {
    readTicket: ticket => nullIfRefused(connector.readTicket(ticket)),
    resolveTicketId: ticket => nullIfRefused(connector.resolveTicketId(ticket)),
  }
}
