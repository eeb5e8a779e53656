import type { TicketTalkReader } from '../connector'
import { findBlindSpots } from './find-blind-spots'
import { readTalk, type TalkParts } from './read-talk'

/** What was said and attached, as far as our user may read it. */
export function createServiceNowTalkReader(parts: TalkParts): TicketTalkReader {
  return {
    readTalk: (ticket, wanted) => readTalk(parts, ticket, wanted),
    findBlindSpots: () => findBlindSpots(parts),
  }
}
