import type { Link } from '../domain/link'
import type { JobLedger } from '../outbox/outbox'
import { saveLink } from '../store/links'
import { planAllAgain } from '../store/result-links'
import { deleteTwins } from '../store/twins'
import { decide } from './decide'
import { jobOf } from './job-of'
import { withoutContainer } from './join-container'
import type { Ending, SettleParts, Try } from './settle-try'
import type { LinkSource } from './ticket-source'

/** What follows when somebody deleted a container in SOAR. */
export type ContainerGonePolicy = 'hold' | 'recreate' | 'ignore'

export interface ContainerGoneParts extends Pick<SettleParts, 'newId' | 'now'> {
  db: Pick<SettleParts['db'], 'read'>
  ledger: Pick<JobLedger, 'enqueue'>
  sourceOf(connection: string): LinkSource
  policy: ContainerGonePolicy
}

/**
 * The link becomes a tombstone of its container; then, by policy, the ticket waits for an operator (`hold`), gets a new
 * container (`recreate`), or is left alone from now on (`ignore`).
 */
export function endContainerGone(
  parts: ContainerGoneParts,
  { job, link }: Pick<Try, 'job' | 'link'>,
  error: { code: string; message: string },
): Ending {
  const { policy, db, now } = parts
  const ending = { nextAt: 0, outcome: 'container-gone', code: error.code, reason: error.message }
  const next: Link = { ...link, revision: link.revision + 1, updatedAt: now() }
  if (policy === 'recreate')
    return { ...ending, state: 'superseded', also: recreate(parts, { link, next, lane: job.lane }) }
  const also = [saveLink(db.read, { ...next, state: 'container-gone' }, link.revision)]
  return policy === 'hold'
    ? { ...ending, state: 'dead', spendsTry: true, also }
    : { ...ending, state: 'superseded', also }
}

/** Plans the ticket anew, as if it had never had a container. */
function recreate(
  { db, ledger, newId, now, sourceOf }: ContainerGoneParts,
  { link, next, lane }: { link: Link; next: Link; lane: string },
): NonNullable<Ending['also']> {
  const decided = decide({
    source: sourceOf(link.connection),
    link: { ...next, ...withoutContainer(link) },
    openJobs: [],
    confirmed: new Set(),
    isGoneIgnored: false,
    writes: [],
    settled: {},
    now: now(),
  })
  const job = jobOf(decided, { lane, newId, now: now() })
  return [
    deleteTwins(db.read, link.id),
    ...planAllAgain(db.read, { linkId: link.id, lane }),
    saveLink(db.read, decided.link, link.revision),
    ...(job === null ? [] : [ledger.enqueue(job)]),
  ]
}
