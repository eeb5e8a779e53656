import type { Job, JobState } from '../domain/job'
import type { Statement } from '../store/statement'

/**
 * Durable ordered work. Its writes are statements, so that a job commits together with what it belongs to; every
 * statement is guarded in its WHERE, so that a lost race changes no row and undoes the transaction it is part of.
 * One conformance suite states these promises for every engine.
 */
export interface Ledger extends LaneLedger, JobLedger, LateLedger, OperatorLedger {}

/** A lane is worked by one holder at a time; the fence grows with every holder, so that a zombie's write hits no row. */
export interface LaneHold {
  lane: string
  holder: string
  fence: number
  /** Epoch milliseconds. */
  leaseUntil: number
  /** When the lane was last digested, epoch milliseconds. */
  digestedAt: number
}

export interface LaneLedger {
  /** Asks for work on a lane; goes into the transaction that makes it. A stored receipt asks by itself, while it is pending. */
  raiseLane(lane: string, connection: string): Statement
  /** Takes a free lane (or one whose lease ran out). Jobs that its last holder was sending become `unknown`. */
  acquireLane(lane: string, holder: string): Promise<LaneHold | null>
  renewLane(hold: LaneHold): Promise<boolean>
  /** Lets go, unless work was asked for meanwhile: then false, and the holder looks again. */
  releaseLane(hold: LaneHold): Promise<boolean>
  markDigested(hold: LaneHold, at: number): Statement
  /** Lanes that ask for work; what waits only for a paused connection is left out. */
  lanesWithWork(query: WorkQuery): Promise<string[]>
}

export interface WorkQuery {
  /** Epoch milliseconds. */
  now: number
  limit: number
  /** Where the walk goes on: the last lane of the answer before; empty at its beginning. */
  after: string
  /** Connections that take nothing now; jobs towards them are left out. */
  pausedConnections: string[]
  /** Ticket connections whose delivery is held; jobs of their tickets are left out. */
  heldConnections: string[]
}

export interface JobLedger {
  /** Jobs of a lane that ask for work or hold work back, in order. */
  openJobs(lane: string): Promise<Job[]>
  enqueue(job: Job): Statement
  /** A waiting job gives way to a newer one of its kind. */
  supersede(job: Job, at: number): Statement
  /** Commits before the first byte leaves; again before each further write of the same try. */
  markSending(job: Job, hold: LaneHold, at: number): Statement
  settle(job: Job, hold: LaneHold, settlement: Settlement): Statement[]
}

/** What an operator does with a dead job. */
export interface OperatorLedger {
  jobById(id: string): Promise<Job | undefined>
  /** `dead` → `waiting`, at once and with all its tries. */
  revive(job: Job, at: number): Statement
  /** `dead` → `discarded`; jobs behind a discarded creation go with it. */
  discard(job: Job, at: number): Statement[]
}

/** Confirmed jobs whose fate was once unknown. */
export interface LateLedger {
  dueForLateSweep(query: { now: number; limit: number; connections: string[] }): Promise<Job[]>
  sweptLate(job: Job): Promise<void>
}

/** How a try ended. */
export interface Settlement {
  state: Extract<JobState, 'confirmed' | 'waiting' | 'dead' | 'unknown' | 'superseded'>
  at: number
  tries: number
  nextAt: number
  reason: string | null
  /** When the late sweep looks for twins; only after the fate was unknown. */
  lateSweepAt: number | null
  attempt: Attempt
}

/** One try as the timeline tells it. */
export interface Attempt {
  id: string
  purpose: 'apply' | 'look-up'
  startedAt: number
  endedAt: number
  /** `confirmed`, or the verdict's word. */
  outcome: string
  code: string | null
  message: string | null
  /** Requests and answers, cut and redacted. */
  exchanges: object[]
}
