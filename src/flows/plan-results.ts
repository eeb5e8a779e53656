import type { AddEnrichment } from '../domain/command'
import { mergeFindings } from '../domain/finding'
import type { NewId } from '../domain/ids'
import { findingOf } from '../mapping/read-result'
import { resultArtifact } from '../mapping/result-artifact'
import { identifyContainer } from '../mapping/source-data-identifier'
import type { JobLedger, LaneHold } from '../outbox/outbox'
import { decide } from './decide'
import { jobOf } from './job-of'
import { type LaneResults, type LaneResultsParts, readLaneResults, writePlanned } from './lane-results'

export interface PlanResultsParts extends LaneResultsParts {
  ledger: JobLedger
  newId: NewId
  now(): number
}

/** More results wait for the next transaction, which follows at once. */
const resultsAtOnce = 50

/**
 * Turns the results of a lane's link into jobs, once there is a container for them: their artifacts, and what the
 * findings change about the container. In the transaction that marks them planned.
 */
export async function planResults(parts: PlanResultsParts, { lane }: LaneHold): Promise<void> {
  for (;;) {
    const found = await readLaneResults(parts, lane, resultsAtOnce)
    if (found === null || !(await planSome(parts, lane, found))) return
  }
}

async function planSome(parts: PlanResultsParts, lane: string, found: LaneResults): Promise<boolean> {
  const { ledger, newId, now } = parts
  const { source, link, results } = found
  const news = results.flatMap(result => findingOf(result) ?? [])
  const decided = decide({
    source,
    link: {
      ...link,
      findings: mergeFindings(link.findings, news),
      revision: link.revision + 1,
      updatedAt: now(),
    },
    openJobs: await ledger.openJobs(lane),
    confirmed: found.confirmed,
    isGoneIgnored: false,
  })
  const ticket = { connection: link.sdiPrefix, id: link.ticketId }
  const addition: AddEnrichment = {
    kind: 'add-enrichment',
    containerId: link.containerId,
    sourceDataIdentifier: identifyContainer(ticket),
    artifacts: results.map(result => resultArtifact(result, ticket, source.rules)),
  }
  const jobs = [addition, decided.command].flatMap(
    command => jobOf({ ...decided, command }, { lane, newId, now: now() }) ?? [],
  )
  return writePlanned(parts, found, {
    planned: decided.link,
    jobs: [...decided.supersedes.map(old => ledger.supersede(old, now())), ...jobs.map(job => ledger.enqueue(job))],
  })
}
