import type { Normalized, TicketConnector } from '../../src/connectors/connector'
import type { TicketStateChange } from '../../src/domain/ticket'
import { buildReceipt, newYear } from '../builders/rows'

/** A ticketing system whose deliveries spell out what they say, and which answers as the test says. */
export interface ScriptedTickets extends TicketConnector {
  onRead(answer: () => Promise<TicketStateChange | null>): void
  onResolve(answer: (key: string) => Promise<{ id: string } | null>): void
  /** What was asked of it, in order. */
  asked: string[]
}

export function createScriptedTickets(): ScriptedTickets {
  const asked: string[] = []
  let read = async (): Promise<TicketStateChange | null> => null
  let resolve = async (_: string): Promise<{ id: string } | null> => null
  return {
    system: 'jira',
    connection: 'jira',
    webhook: { signature: () => false, secret: () => false, basic: () => false },
    asked,
    onRead: answer => {
      read = answer
    },
    onResolve: answer => {
      resolve = answer
    },
    identify: payload => ({ isAboutTicket: true, version: 1, ...(payload as { key?: string }) }),
    normalize: payload => payload as unknown as Normalized,
    readTicket: ({ id, collection }) => {
      asked.push(`read ${collection ?? '?'}/${id}`)
      return read()
    },
    resolveTicketId: ({ key }) => {
      asked.push(`resolve ${key}`)
      return resolve(key)
    },
    probe: async () => {},
    apply: refuseCommand,
    lookUp: refuseCommand,
    findDuplicates: refuseCommand,
  }
}

async function refuseCommand(): Promise<never> {
  throw new Error('this system takes no commands')
}

/** A receipt that says just that. */
export function saying(said: Partial<Normalized>, changes: Parameters<typeof buildReceipt>[0] = {}) {
  const normalized = { changes: [], mustReread: false, ...said }
  return buildReceipt({ body: Buffer.from(JSON.stringify(normalized)), ...changes })
}

/** The whole ticket, as of so many seconds after the new year. */
export function wholeState(fields: TicketStateChange['fields'], seconds = 1): TicketStateChange {
  return { kind: 'ticket-state', version: { at: newYear + 1000 * seconds }, key: 'SEC-1', fields, complete: true }
}

export function partialState(fields: TicketStateChange['fields'], seconds = 1): TicketStateChange {
  return { ...wholeState(fields, seconds), complete: false }
}
