import type { TicketFileReader, TicketSweeper, TicketVocabularyReader } from '../connector'
import { createReadCall, type TicketLine } from '../ticket-call'
import { type ColumnBook, readVocabulary } from './columns'
import { readAttachment } from './read-attachment'
import { countUpdated, readUpdated } from './sweep'

/** Files, changes and words of one instance. */
export function createServiceNowReader(
  line: TicketLine,
  { tables, book }: { tables: readonly [string, ...string[]]; book: ColumnBook },
): TicketFileReader & TicketSweeper & TicketVocabularyReader {
  const call = createReadCall(line)
  return {
    readAttachment: async (ticket, attachment) => readAttachment(call, ticket, attachment),
    readUpdated: async asked => readUpdated(asked, { call, tables }),
    countUpdated: async asked => countUpdated(asked, { call, tables }),
    readVocabulary: async () => readVocabulary(book, tables),
  }
}
