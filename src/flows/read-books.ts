import { type ContainerSnapshot, emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { type FieldWrite, lastFieldWrites } from '../store/field-writes'
import { twinIdentifiers } from '../store/twins'

/** What is written down of a link, as it stood before the news. */
export interface LinkBooks {
  /** Source data identifiers of the artifacts SOAR has confirmed. */
  confirmed: Set<string>
  /** Newest first. */
  writes: FieldWrite[]
  container: ContainerSnapshot
}

export async function readBooks(read: Database['read'], known: Link | undefined): Promise<LinkBooks> {
  if (known === undefined) return { confirmed: new Set(), writes: [], container: emptyContainer() }
  const confirmed = await twinIdentifiers(read, known.id)
  return { confirmed, writes: await lastFieldWrites(read, known.id), container: known.container }
}
