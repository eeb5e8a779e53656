import type { GoneTicketFinder, TicketSweeper } from '../connector'
import { type FindGoneParts, findGone } from './find-gone'
import { countUpdated, readUpdated } from './sweep'

/** Finds what no webhook told. */
export function createJiraSweeper(parts: FindGoneParts): TicketSweeper & GoneTicketFinder {
  return {
    readUpdated: asked => readUpdated(asked, parts),
    countUpdated: asked => countUpdated(asked, parts),
    findGone: tickets => findGone(tickets, parts),
  }
}
