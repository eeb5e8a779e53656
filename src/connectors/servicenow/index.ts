import { createWebhookVerifier, type WebhookCredentials } from '../../domain/signature'
import type {
  GoneTicketFinder,
  TicketConnector,
  TicketFileReader,
  TicketSweeper,
  TicketTalkReader,
  TicketVocabularyReader,
} from '../connector'
import type { TicketLine } from '../ticket-call'
import { createServiceNowClient, createServiceNowLine } from './client'
import { createColumnBook } from './columns'
import { identify } from './identify'
import { normalize } from './normalize'
import { createServiceNowReader } from './reader'
import { type SecopsApi, usualSecopsApi } from './secops-api'
import { createServiceNowWriter, type ServiceNowWriterParts } from './writer'

export interface ServiceNowConnectorOptions extends TicketLine {
  connection: string
  /** The instance's address, without a slash at its end. */
  url: string
  /** The tables that are bridged. */
  tables: readonly [string, ...string[]]
  webhook: WebhookCredentials
  /** Where results are posted that do not go by the Table API; by default where the vendor's naming puts it. */
  secops?: SecopsApi
  /** Files of SOAR's vault; without it nothing is attached. */
  readFile?: ServiceNowWriterParts['readFile']
  /** The column that holds the address of the container; without one it is not written anywhere. */
  containerUrlColumn?: string
}

export type ServiceNowConnector = TicketConnector &
  TicketFileReader &
  TicketTalkReader &
  TicketSweeper &
  GoneTicketFinder &
  TicketVocabularyReader

/** One ServiceNow instance, as one connection. `http` speaks to its address with our credentials. */
export function createServiceNowConnector(options: ServiceNowConnectorOptions): ServiceNowConnector {
  const { connection, url, tables, webhook, secops = usualSecopsApi } = options
  const { readFile = async () => null, containerUrlColumn = null } = options
  const line = createServiceNowLine(options)
  const client = createServiceNowClient(line)
  const book = createColumnBook(client, options.clock)
  return {
    system: 'servicenow',
    connection,
    webhook: createWebhookVerifier(webhook),
    identify: payload => identify(payload, tables),
    normalize: (payload, receivedAt) => normalize(payload, receivedAt, { url, tables }),
    ...createServiceNowReader(line, { url, tables, client, book }),
    ...createServiceNowWriter({ line, tables, book, secops, readFile, containerUrlColumn }),
  }
}
