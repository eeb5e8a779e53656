import type { GoneTicketFinder, TicketSweeper } from '../connector'
import { findGone } from './find-gone'
import { countUpdated, readUpdated, type Sweeping } from './sweep'
import { fileCollection, readWithNewFiles } from './sweep-files'

/** Finds what no push told. */
export function createServiceNowSweeper(parts: Sweeping): TicketSweeper & GoneTicketFinder {
  return {
    partCollections: [fileCollection],
    readUpdated: asked =>
      asked.collection === fileCollection ? readWithNewFiles(asked, parts) : readUpdated(asked, parts),
    countUpdated: asked => countUpdated(asked, parts),
    findGone: tickets => findGone(tickets, parts.call),
  }
}
