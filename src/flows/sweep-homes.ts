import type { SweptTicket, TicketSweeper } from '../connectors/connector'
import type { ContainerChanges } from '../domain/container-change'
import type { JsonObject } from '../domain/json'
import type { Database } from '../store/database'
import { linksOfContainer } from '../store/links'
import { isCopy, isKnown, type Share } from './share-containers'

export interface SweepHomesParts {
  db: Pick<Database, 'read'>
  /** All that there are: what one of them made is no other one's to share. */
  shares: readonly Share[]
  /** The one whose SOAR is swept. */
  share: Share
}

/**
 * The sweep of a share: containers that are at home there, without the copies of others. One that the share does not know
 * comes with all that it holds, as its first news by the polls does. Raises what reading raises.
 */
export function sweepHomes(parts: SweepHomesParts, { readUpdated, countUpdated }: TicketSweeper): TicketSweeper {
  return {
    countUpdated,
    async readUpdated(asked) {
      const { tickets, next } = await readUpdated(asked)
      const atHome: SweptTicket[] = []
      for (const ticket of tickets) atHome.push(...(await bringHome(parts, ticket)))
      return { tickets: atHome, next }
    },
  }
}

async function bringHome({ db, shares, share }: SweepHomesParts, ticket: SweptTicket): Promise<SweptTicket[]> {
  const { containerId, changes } = ticket.payload as unknown as ContainerChanges
  const names = shares.map(({ connection }) => connection)
  const links = await linksOfContainer(db.read, { soarConnection: share.from, containerId })
  if (isCopy({ links, changes }, names)) return []
  if (await isKnown(db, share, containerId)) return [ticket]
  const whole: ContainerChanges = {
    kind: 'several',
    containerId,
    changes: [...changes, ...(await share.readContent(containerId))],
  }
  return [{ ...ticket, payload: whole as unknown as JsonObject }]
}
