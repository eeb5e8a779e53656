import type { Link } from '../domain/link'
import { createReceiptInsert } from '../store/receipts'
import { findJoining, type Joining } from './find-joining'
import { followLink } from './follow-link'
import { joinReceipt } from './join-ask'
import { joinContainer, withoutContainer } from './join-container'
import type { JoinTurn, JoinTurnInput, JoinTurnParts } from './join-turn'
import { mapLink } from './map-link'
import { isUnderWay } from './wait-to-move'

/**
 * Moves a ticket to another container where it was asked for, or where the rules ask for it. What the old container holds
 * stays there, with a note of where the ticket went; the new one is told all that the ticket has, and the ticket nothing twice.
 */
export async function joinInTurn(parts: JoinTurnParts, input: JoinTurnInput): Promise<JoinTurn> {
  const { source, link, heard, openJobs, books } = input
  const stays = { link, heard, openJobs, books, commands: [], statements: [] }
  const joining = await findJoining(parts.db.read, input)
  if (joining === null) return stays
  const { mapped } = mapLink(link, source)
  if ('skippedBy' in mapped) return stays
  if (isUnderWay(openJobs, source.soarConnection)) {
    const again = joinReceipt(link, {}, { newId: parts.newId, now: parts.now() })
    return { ...stays, statements: [createReceiptInsert(parts.db.read)(again)] }
  }
  const moved = moveLink(link, joining, { desired: mapped.desired.fields, rules: source.rules })
  return followLink(parts, input, moved)
}

function moveLink(link: Link, { target, isParting }: Joining, by: Parameters<typeof joinContainer>[2]): Link {
  const next = target === null ? { ...link, ...withoutContainer(link) } : joinContainer(link, target, by)
  return isParting && link.containerId !== null
    ? { ...next, base: { ...next.base, partedFrom: link.containerId } }
    : next
}
