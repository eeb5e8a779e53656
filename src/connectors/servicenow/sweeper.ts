import type { TicketSweeper } from '../connector'
import { countUpdated, readUpdated, type Sweeping } from './sweep'
import { fileCollection, readWithNewFiles } from './sweep-files'

/** Tickets by their own changes, and by their files. */
export function createServiceNowSweeper(parts: Sweeping): TicketSweeper {
  return {
    partCollections: [fileCollection],
    readUpdated: async asked =>
      asked.collection === fileCollection ? readWithNewFiles(asked, parts) : readUpdated(asked, parts),
    countUpdated: async asked => countUpdated(asked, parts),
  }
}
