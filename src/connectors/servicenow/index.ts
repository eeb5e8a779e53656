import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import type { TicketConnector, TicketFileReader, TicketSweeper, TicketVocabularyReader } from '../connector'
import type { TicketLine } from '../ticket-call'
import { createServiceNowClient, createServiceNowLine } from './client'
import { createColumnBook } from './columns'
import { identify } from './identify'
import { normalize, stateOf, versionOf } from './normalize'
import { createServiceNowReader } from './reader'
import { readNumber, readRecord, readSysId } from './wire'
import { createServiceNowWriter, type ServiceNowWriterParts } from './writer'

export interface ServiceNowConnectorOptions extends TicketLine {
  connection: string
  /** The instance's address, without a slash at its end. */
  url: string
  /** The tables that are bridged. */
  tables: readonly [string, ...string[]]
  webhook: WebhookCredentials
  /** Files of SOAR's vault; without it nothing is attached. */
  readFile?: ServiceNowWriterParts['readFile']
  /** The column that holds the address of the container; without one it is not written anywhere. */
  containerUrlColumn?: string
}

export type ServiceNowConnector = TicketConnector & TicketFileReader & TicketSweeper & TicketVocabularyReader

/** One ServiceNow instance, as one connection. `http` speaks to its address with our credentials. */
export function createServiceNowConnector(options: ServiceNowConnectorOptions): ServiceNowConnector {
  const { connection, url, tables, webhook, clock, readFile = async () => null, containerUrlColumn = null } = options
  const line = createServiceNowLine(options)
  const client = createServiceNowClient(line)
  const book = createColumnBook(client, clock)
  return {
    system: 'servicenow',
    connection,
    webhook: createWebhookVerifier(webhook),
    identify: payload => identify(payload, tables),
    normalize: (payload, receivedAt) => normalize(payload, receivedAt, { url, tables }),
    async readTicket({ id, collection }) {
      for (const table of candidatesFor(readSysId(id), collection)) {
        const found = await client.getRecord(table, id)
        if (found === null) continue
        const read = { ...readRecord(found), sysId: id, number: readNumber(found.number) }
        const state = stateOf(read, versionOf(read) ?? { at: clock.now() }, { url, table })
        return { ...state, complete: true }
      }
      return null
    },
    async resolveTicketId({ key, collection }) {
      for (const table of candidatesFor(readNumber(key), collection)) {
        const id = await client.findSysIdByNumber(table, key)
        if (id !== null) return { id, collection: table }
      }
      return null
    },
    probe: () => client.peek(tables[0]),
    ...createServiceNowReader(line, { tables, book }),
    ...createServiceNowWriter({ line, tables, book, readFile, containerUrlColumn }),
  }

  /** Ids and numbers are of one table only, so where it is not known each is asked; nothing is asked of a bad name. */
  function candidatesFor(name: string | undefined, collection: string | undefined): readonly string[] {
    if (name === undefined) return []
    return collection === undefined ? tables : [collection]
  }
}
