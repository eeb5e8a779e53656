import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import type { TicketConnector } from '../connector'
import type { TicketLine } from '../ticket-call'
import { createServiceNowClient } from './client'
import { identify } from './identify'
import { normalize, stateOf, versionOf } from './normalize'
import type { SecopsApi } from './secops-api'
import { readNumber, readRecord, readSysId } from './wire'
import { createServiceNowWriter } from './writer'

export interface ServiceNowConnectorOptions extends TicketLine {
  connection: string
  /** The instance's address, without a slash at its end. */
  url: string
  /** The tables that are bridged. */
  tables: readonly [string, ...string[]]
  webhook: WebhookCredentials
  /** Where results are posted that do not go by the Table API; by default where the vendor's naming puts it. */
  secops?: SecopsApi
}

/** One ServiceNow instance, as one connection. `http` speaks to its address with our credentials. */
export function createServiceNowConnector(options: ServiceNowConnectorOptions): TicketConnector {
  const { connection, url, tables, webhook, clock } = options
  const client = createServiceNowClient(options)
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
    ...createServiceNowWriter(options, tables),
  }

  /** Ids and numbers are of one table only, so where it is not known each is asked; nothing is asked of a bad name. */
  function candidatesFor(name: string | undefined, collection: string | undefined): readonly string[] {
    if (name === undefined) return []
    return collection === undefined ? tables : [collection]
  }
}
