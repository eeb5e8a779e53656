import type { AddAttachment, AddEnrichment, TicketCommand } from '../domain/command'
import type { Link } from '../domain/link'
import { resultArtifact } from '../mapping/result-artifact'
import { resultFile } from '../mapping/result-file'
import { identifyContainer } from '../mapping/source-data-identifier'
import type { Decision } from '../mapping/ticket-to-container'
import type { LaneResult, LaneResults } from './lane-results'
import { type TicketNews, ticketCommands, withheldResults } from './ticket-commands'

/** What results ask of SOAR and of their ticket; `link` is theirs with the findings in it. */
export function resultCommands(
  { source, link: { containerId }, results }: LaneResults,
  { link, tableOf }: Pick<TicketNews, 'tableOf'> & { link: Link },
): { addition: AddEnrichment; files: AddAttachment[]; told: TicketCommand[]; withheld: Decision[] } {
  const ticket = { connection: link.sdiPrefix, id: link.ticketId }
  const sourceDataIdentifier = identifyContainer(ticket)
  const artifactsOf = (some: readonly LaneResult[]) => some.map(one => resultArtifact(one, ticket, source.rules))
  const changed = artifactsOf(results.filter(({ reason }) => reason === 'changed'))
  const told = results
    .filter(({ reason }) => reason !== 'again')
    .map(result => ({ ...result, isChange: result.reason === 'changed' }))
  return {
    addition: {
      kind: 'add-enrichment',
      containerId,
      sourceDataIdentifier,
      artifacts: artifactsOf(results.filter(({ reason }) => reason !== 'changed')),
      ...(changed.length > 0 && { changed }),
    },
    files: results.flatMap((result): AddAttachment[] => {
      const file = resultFile(result, ticket)
      return file === null ? [] : [{ kind: 'add-attachment', containerId, sourceDataIdentifier, ...file }]
    }),
    told: ticketCommands({ source, link, results: told, tableOf }),
    withheld: withheldResults({ source, link, results: told }),
  }
}
