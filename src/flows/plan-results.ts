import { mergeFindings } from '../domain/finding'
import { findingOf, silenceOf } from '../mapping/read-result'
import type { JobLedger, LaneHold } from '../outbox/outbox'
import { lastFieldWrites } from '../store/field-writes'
import { decide } from './decide'
import { jobOf } from './job-of'
import { type LaneResults, type LaneResultsParts, readLaneResults, writePlanned } from './lane-results'
import { withheldStatements } from './record-withheld'
import { resultCommands } from './result-commands'
import type { TicketNews } from './ticket-commands'

export interface PlanResultsParts extends LaneResultsParts, Pick<TicketNews, 'tableOf'> {
  ledger: JobLedger
  newId(): string
  now(): number
}

/** More results wait for the next transaction, which follows at once. */
const resultsAtOnce = 50

/**
 * Turns the results of a lane's link into jobs, once there is a container for them: their artifacts, what the findings
 * change about the container, what the ticket is told, and their files. In the transaction that marks them planned.
 */
export async function planResults(parts: PlanResultsParts, { lane }: LaneHold): Promise<void> {
  for (;;) {
    const found = await readLaneResults(parts, lane, resultsAtOnce)
    if (found === null || !(await planSome(parts, lane, found))) return
  }
}

async function planSome(parts: PlanResultsParts, lane: string, found: LaneResults): Promise<boolean> {
  const { ledger, newId, now, tableOf } = parts
  const { source, link, results, confirmed } = found
  const openJobs = await ledger.openJobs(lane)
  const news = results.flatMap(result => findingOf(result) ?? [])
  const silent = results.flatMap(result => silenceOf(result) ?? [])
  const decided = decide({
    source,
    link: {
      ...link,
      findings: mergeFindings(link.findings, news, silent),
      revision: link.revision + 1,
      updatedAt: now(),
    },
    openJobs,
    confirmed,
    isGoneIgnored: false,
    writes: await lastFieldWrites(parts.db.read, link.id),
    settled: {},
    now: now(),
  })
  const { addition, files, told, withheld, overtaken } = resultCommands(found, {
    link: decided.link,
    tableOf,
    openJobs,
  })
  // Files come last: an upload that is slow keeps nothing else waiting.
  const jobs = [addition, decided.command, decided.ticketUpdate, ...told, ...files].flatMap(
    command => jobOf({ ...decided, command }, { lane, newId, now: now() }) ?? [],
  )
  return writePlanned(parts, found, {
    planned: decided.link,
    jobs: [
      ...withheldStatements(parts.db.read, { decided, withheld, lane, newId, at: now() }),
      ...[...decided.supersedes, ...overtaken].map(old => ledger.supersede(old, now())),
      ...jobs.map(job => ledger.enqueue(job)),
    ],
  })
}
