import { emptyContainer } from '../domain/container-snapshot'
import type { Link } from '../domain/link'
import { laneOf } from '../domain/receipt'
import type { JoinTurn, JoinTurnInput, JoinTurnParts } from './join-turn'
import { leaveCommands } from './leave-commands'
import { moveStatements } from './move-statements'
import { retellComments } from './retell-comments'

/** All that follows from a link's move to where it is now. */
export async function followLink(parts: JoinTurnParts, input: JoinTurnInput, link: Link): Promise<JoinTurn> {
  const { read } = parts.db
  const { source, known, heard, openJobs, books } = input
  const { connector } = source
  const jobs = openJobs.filter(({ connection }) => connection === source.soarConnection)
  const isNew = known === undefined
  const lane = laneOf(link.connection, link.ticketId)
  return {
    link,
    openJobs: openJobs.filter(job => !jobs.includes(job)),
    books: {
      ...books,
      confirmed: new Set(),
      container: emptyContainer(),
      ticket: { ...books.ticket, attachments: {} },
      twins: books.twins.filter(({ origin }) => origin === 'soar'),
    },
    heard: {
      ...heard,
      // What was said in the old container before is told; its fields are none of the ticket's any more.
      soar: heard.soar.filter(({ change }) => change.kind === 'note' || change.kind === 'file'),
      retold: isNew ? [] : await retellComments(read, { connector, lane, link }),
    },
    commands: await leaveCommands(read, input, { link, jobs }),
    statements: moveStatements(parts, { link, isNew, jobs }),
  }
}
