import type { Clock } from '../domain/clock'
import type { Job } from '../domain/job'
import type { LaneHold, Ledger } from './outbox'

/** What the flows do with a lane; handed in, so that the outbox knows no flow. */
export interface LaneFlows {
  /** Turns what the lane received into jobs. Answers when to look again (epoch ms) where it could not, else null. */
  digest(hold: LaneHold): Promise<number | null>
  /** Tries one job, or looks up one whose fate is unknown. */
  deliver(job: Job, hold: LaneHold): Promise<void>
  /** Delivery for this lane's job is held (connection paused, vocabulary unknown). */
  isHeld(job: Job): boolean
}

export interface WorkerParts extends LaneFlows {
  ledger: Ledger
  clock: Clock
  /** Names this process in the leases it takes. */
  holder: string
  leaseMs: number
}

/** Works one lane until nothing is due; answers when to come back (epoch ms), or null when only a wake can bring news. */
export type RunLane = (lane: string, isStopping: () => boolean) => Promise<number | null>

export function createWorker(parts: WorkerParts): RunLane {
  const { ledger, holder } = parts
  return async (lane, isStopping) => {
    const hold = await ledger.acquireLane(lane, holder)
    if (hold === null) return null
    const stopRenewing = keepRenewed(parts, hold)
    try {
      for (;;) {
        const comeBackAt = await workThrough(parts, hold, isStopping)
        if (isStopping() || (await ledger.releaseLane(hold))) return comeBackAt
      }
    } finally {
      stopRenewing()
      // The first answer may be that work was asked for meanwhile: the next start finds it in the ledger.
      if (isStopping() && !(await ledger.releaseLane(hold))) await ledger.releaseLane(hold)
    }
  }
}

async function workThrough(parts: WorkerParts, hold: LaneHold, isStopping: () => boolean): Promise<number | null> {
  for (;;) {
    if (isStopping()) return null
    const digestAgainAt = await parts.digest(hold)
    const job = soonestTurn(await parts.ledger.openJobs(hold.lane), parts)
    if (job === undefined) return digestAgainAt
    if (job.nextAt > parts.clock.now()) return soonest(digestAgainAt, job.nextAt)
    await parts.deliver(job, hold)
  }
}

/** Each connection has its own turn: one that is paused does not keep the other side from its news. */
function soonestTurn(openJobs: Job[], { isHeld }: Pick<LaneFlows, 'isHeld'>): Job | undefined {
  const connections = [...new Set(openJobs.map(({ connection }) => connection))]
  const turns = connections.flatMap(name => nextJob(openJobs.filter(({ connection }) => connection === name)) ?? [])
  return turns.filter(job => !isHeld(job)).sort((a, b) => a.nextAt - b.nextAt)[0]
}

/**
 * The job whose turn it is among those of one connection. A dead creation holds them all; any other dead job holds only
 * later jobs of the same target and kind.
 */
export function nextJob(openJobs: Job[]): Job | undefined {
  const held = new Set<string>()
  for (const job of openJobs) {
    const kindAtTarget = `${job.target}\n${job.kind}`
    if (job.state !== 'dead') {
      if (held.has(kindAtTarget)) continue
      return job
    }
    if (job.kind === 'create-container') return undefined
    held.add(kindAtTarget)
  }
  return undefined
}

function soonest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

function keepRenewed({ ledger, clock, leaseMs }: WorkerParts, hold: LaneHold): () => void {
  let isOver = false
  let cancel = () => {}
  const renew = () => {
    if (isOver) return
    // A lost lease needs no action here: the fence stops every later write of this holder.
    cancel = clock.after(leaseMs / 3, () => void ledger.renewLane(hold).then(renew, renew))
  }
  renew()
  return () => {
    isOver = true
    cancel()
  }
}
