import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
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
  /** Ids of the ticket's attachments. */
  attachments: ReadonlySet<string>
  /** Those that are no artifacts. */
  twins: Twin[]
}

const nothing: Omit<LinkBooks, 'container'> = { confirmed: new Set(), writes: [], attachments: new Set(), twins: [] }

export async function readBooks(read: Database['read'], known: Link | undefined): Promise<LinkBooks> {
  if (known === undefined) return { ...nothing, container: emptyContainer() }
  const { id, container, snapshot } = known
  return {
    confirmed: await twinIdentifiers(read, id),
    writes: await lastFieldWrites(read, id),
    container,
    attachments: new Set(Object.keys(snapshot.attachments)),
    twins: await talkTwins(read, id),
  }
}
