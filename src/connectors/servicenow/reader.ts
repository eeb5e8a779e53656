import type {
  GoneTicketFinder,
  TicketConnector,
  TicketFileReader,
  TicketSweeper,
  TicketTalkReader,
  TicketVocabularyReader,
} from '../connector'
import { createReadCall, type TicketLine } from '../ticket-call'
import type { ServiceNowClient } from './client'
import { type ColumnBook, readVocabulary } from './columns'
import { stateOf, versionOf } from './normalize'
import { createOwnAccount } from './own-account'
import { readAttachment } from './read-attachment'
import { createTalkReader } from './read-talk'
import { createServiceNowSweeper } from './sweeper'
import { readNumber, readRecord, readSysId } from './wire'

export interface ServiceNowReaderParts {
  url: string
  tables: readonly [string, ...string[]]
  client: ServiceNowClient
  book: ColumnBook
}

type ServiceNowReader = Pick<TicketConnector, 'readTicket' | 'resolveTicketId' | 'probe'> &
  TicketFileReader &
  TicketTalkReader &
  TicketSweeper &
  GoneTicketFinder &
  TicketVocabularyReader

/** Tickets, files, changes and words of one instance. */
export function createServiceNowReader(
  line: TicketLine,
  { url, tables, client, book }: ServiceNowReaderParts,
): ServiceNowReader {
  const call = createReadCall(line)
  const parts = { call, tables, account: createOwnAccount(call, line.clock) }
  return {
    async readTicket({ id, collection }) {
      for (const table of candidatesFor(readSysId(id), collection)) {
        const found = await client.getRecord(table, id)
        if (found === null) continue
        const read = { ...readRecord(found), sysId: id, number: readNumber(found.number) }
        const state = stateOf(read, versionOf(read) ?? { at: line.clock.now() }, { url, table })
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
    readAttachment: async (ticket, attachment) => readAttachment(call, ticket, attachment),
    ...createTalkReader(parts),
    ...createServiceNowSweeper(parts),
    readVocabulary: async () => readVocabulary(book, tables),
  }

  /** Ids and numbers are of one table only, so where it is not known each is asked; nothing is asked of a bad name. */
  function candidatesFor(name: string | undefined, collection: string | undefined): readonly string[] {
    if (name === undefined) return []
    return collection === undefined ? tables : [collection]
  }
}
