import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { emptySnapshot } from '../domain/merge-changes'
import type { TicketSnapshot } from '../domain/ticket'
import type { Database } from '../store/database'
import { type FieldWrite, lastFieldWrites } from '../store/field-writes'
import { type Twin, talkTwins, twinIdentifiers } from '../store/twins'

/** What is written down of a link, as it stood before the news. */
export interface LinkBooks {
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
  /** Newest first. */
  writes: FieldWrite[]
  container: ContainerSnapshot
  ticket: TicketSnapshot
  /** Those that are no artifacts. */
  twins: Twin[]
}

export async function readBooks(read: Database['read'], known: Link | undefined): Promise<LinkBooks> {
  if (known === undefined)
    return { confirmed: new Set(), writes: [], container: emptyContainer(), ticket: emptySnapshot(), twins: [] }
  const { id, container, snapshot } = known
  return {
    confirmed: await twinIdentifiers(read, id),
    writes: await lastFieldWrites(read, id),
    container,
    ticket: snapshot,
    twins: await talkTwins(read, id),
  }
}
