import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import { laneOf } from '../domain/receipt'
import { claimContainer } from '../store/container-tickets'
import { planAllAgain } from '../store/result-links'
import type { Statement } from '../store/statement'
import { deleteTwins } from '../store/twins'
import type { JoinTurnParts } from './join-turn'

/** The books of the old place are closed: what was not sent goes nowhere, and what the ticket has is new where it is now. */
export function moveStatements(
  { db, ledger, now }: Pick<JoinTurnParts, 'db' | 'ledger' | 'now'>,
  { link, isNew, jobs }: { link: Link; isNew: boolean; jobs: readonly Job[] },
): Statement[] {
  const { id, connection, ticketId, containerId, soarConnection } = link
  const waiting = jobs.filter(({ state }) => state === 'waiting')
  const dead = jobs.filter(({ state }) => state === 'dead')
  const isClaimed = containerId !== null && link.role === 'primary' && !isNew
  return [
    ...waiting.map(job => ledger.supersede(job, now())),
    ...dead.flatMap(job => ledger.discard(job, now())),
    deleteTwins(db.read, id, 'ticket'),
    ...planAllAgain(db.read, { linkId: id, lane: laneOf(connection, ticketId) }),
    ...(isClaimed ? [claimContainer(db.read, { id, soarConnection, containerId })] : []),
  ]
}
