import type { NewId } from '../domain/ids'
import type { Link } from '../domain/link'
import type { BridgeError } from '../errors'
import type { JobLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'
import { deleteTwins } from '../store/twins'
import { decide } from './decide'
import { jobOf } from './job-of'
import type { Ending, Try } from './settle-try'
import type { TicketSource } from './ticket-to-soar'

/** What follows when somebody deleted a container in SOAR. */
export type ContainerGonePolicy = 'hold' | 'recreate' | 'ignore'

export interface ContainerGoneParts {
  db: Pick<Database, 'read'>
  ledger: Pick<JobLedger, 'enqueue'>
  newId: NewId
  now(): number
  sourceOf(connection: string): TicketSource
  policy: ContainerGonePolicy
}

/**
 * The link becomes a tombstone of its container; then, by policy, the ticket waits for an operator (`hold`), gets a new
 * container (`recreate`), or is left alone from now on (`ignore`).
 */
export function endContainerGone(
  parts: ContainerGoneParts,
  { job, link }: Pick<Try, 'job' | 'link'>,
  error: BridgeError,
): Ending {
  const { code, message } = error
  const ending = { nextAt: 0, outcome: 'container-gone', code, reason: message }
  if (parts.policy === 'hold') return { ...ending, state: 'dead', spendsTry: true, also: [gone(parts, link)] }
  if (parts.policy === 'ignore') return { ...ending, state: 'superseded', also: [gone(parts, link)] }
  return { ...ending, state: 'superseded', also: recreate(parts, link, job.lane) }
}

function gone({ db, now }: ContainerGoneParts, link: Link): Statement {
  const entombed: Link = { ...link, state: 'container-gone', revision: link.revision + 1, updatedAt: now() }
  return saveLink(db.read, entombed, link.revision)
}

/** Plans the ticket anew, as if it had never had a container. */
function recreate(parts: ContainerGoneParts, link: Link, lane: string): Statement[] {
  const { db, ledger, newId, now, sourceOf } = parts
  const fresh: Link = {
    ...link,
    containerId: null,
    state: 'pending',
    base: { fields: {}, ticketArtifactId: null, ticketArtifact: null },
  }
  const decided = decide({
    source: sourceOf(link.connection),
    ticketId: link.ticketId,
    known: fresh,
    heard: { ofReceipts: [], reread: null, effective: [] },
    openJobs: [],
    confirmed: new Set(),
    newId,
    now: now(),
  })
  const job = jobOf(decided, { lane, newId, now: now() })
  return [
    deleteTwins(db.read, link.id),
    saveLink(db.read, decided.link, link.revision),
    ...(job === null ? [] : [ledger.enqueue(job)]),
  ]
}
