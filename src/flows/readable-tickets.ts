import type { TicketConnector, TicketTalkReader } from '../connectors/connector'
import { type BridgeError, isBridgeError } from '../errors'
import type { TalkSource } from './read-changes'

type Read = Pick<TicketConnector, 'readTicket' | 'resolveTicketId'>
type Reader = Read & Partial<Pick<TicketTalkReader, 'readTalk'>>
export type TicketReader = Read & TalkSource

/**
 * Reads where a refusal of one ticket, by a system that is otherwise well, counts as its 404 does: missing or
 * forbidden. Anything else raises, and the deliveries wait; but what was said and attached holds up no delivery.
 */
export function readableTickets(
  connector: Reader,
  isHealthyAfter: (error: BridgeError) => Promise<boolean>,
): TicketReader {
  async function nullIfRefused<Result>(reading: Promise<Result | null>): Promise<Result | null> {
    try {
      return await reading
    } catch (error) {
      const isRefusal = isBridgeError(error) && error.kind !== 'unavailable' && error.kind !== 'misconfigured'
      if (isRefusal && (await isHealthyAfter(error))) return null
      throw error
    }
  }
  async function nullIfFailed<Result>(reading: Promise<Result>): Promise<Result | null> {
    try {
      return await reading
    } catch (error) {
      if (!isBridgeError(error)) throw error
      await isHealthyAfter(error)
      return null
    }
  }
  const { readTalk } = connector
  return {
    ...(readTalk !== undefined && { readTalk: (...asked) => nullIfFailed(readTalk(...asked)) }),
    readTicket: ticket => nullIfRefused(connector.readTicket(ticket)),
    resolveTicketId: ticket => nullIfRefused(connector.resolveTicketId(ticket)),
  }
}
