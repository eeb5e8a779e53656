import type { AddAttachment, AddEnrichment, TicketCommand } from '../domain/command'
import type { Link } from '../domain/link'
import { resultArtifact } from '../mapping/result-artifact'
import { resultFile } from '../mapping/result-file'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Decision } from '../mapping/ticket-to-container'
import { withheldResults } from './judge-results'
import type { LaneResult, LaneResults } from './lane-results'
import { overtakenComments } from './status-comment'
import { type TicketNews, ticketCommands } from './ticket-commands'

export interface ResultCommands {
  addition: AddEnrichment
  files: AddAttachment[]
  told: TicketCommand[]
  /** Why some are not told as they are. */
  withheld: Decision[]
  /** Comments that tell less than these. */
  overtaken: ReturnType<typeof overtakenComments>
}

/** What results ask of SOAR and of their ticket; `link` is theirs with the findings in it. */
export function resultCommands(
  { source, link: { containerId }, results }: LaneResults,
  { link, tableOf, openJobs }: Pick<TicketNews, 'tableOf'> & { link: Link; openJobs: ResultCommands['overtaken'] },
): ResultCommands {
  const ticket = { connection: link.sdiPrefix, id: link.ticketId }
  const sourceDataIdentifier = containerSdiOf(link)
  const artifactsOf = (some: readonly LaneResult[]) => some.map(one => resultArtifact(one, ticket, source.rules))
  const changed = artifactsOf(results.filter(({ reason }) => reason === 'changed'))
  const news = results
    .filter(({ reason }) => reason !== 'again')
    .map(result => ({ ...result, isChange: result.reason === 'changed' }))
  const told = ticketCommands({ source, link, results: news, tableOf })
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
    told,
    withheld: withheldResults({ source, link, results: news }),
    overtaken: overtakenComments(openJobs, told),
  }
}
