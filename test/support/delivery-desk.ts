import { createIdSource } from '../../src/domain/ids'
import type { Job } from '../../src/domain/job'
import type { Link } from '../../src/domain/link'
import { createTargetLocks } from '../../src/domain/target-locks'
import type { BridgeError } from '../../src/errors'
import { type DeliverParts, deliverJob } from '../../src/flows/deliver'
import { createLedger } from '../../src/outbox/ledger'
import type { LaneHold, Ledger } from '../../src/outbox/outbox'
import { judge, judgeAbsent } from '../../src/outbox/verdict'
import { findLinkById, saveLink } from '../../src/store/links'
import type { EventFields, EventName } from '../../src/telemetry/events'
import { buildLink } from '../builders/rows'
import { createManualClock, type ManualClock } from './manual-clock'
import type { OpenedStore } from './open-store'
import { createScriptedSoar, type ScriptedSoar } from './scripted-soar'

export interface ToldEvent {
  name: EventName
  fields: EventFields[EventName]
}

/** Delivery on a real database, with a SOAR and a time that the test moves. */
export interface DeliveryDesk {
  ledger: Ledger
  clock: ManualClock
  soar: ScriptedSoar
  events: ToldEvent[]
  /** Failures told to the gate; `isHealthy` is what it answers. */
  reported: BridgeError[]
  gate: { isHealthy: boolean }
  parts: DeliverParts
  hold: LaneHold
  /** Stores a job of the lane, beside the link it belongs to. */
  store(job: Job): Promise<Job>
  /** One try of the lane's first open job. */
  deliver(hold?: LaneHold): Promise<void>
  job(id: string): Promise<Job>
  link(): Promise<Link>
  /** The lane is taken by another worker, after its lease ran out. */
  takeOver(): Promise<LaneHold>
}

export const settleMs = 75_000
export const lateSweepMs = 600_000
export const maxTries = 3
const leaseMs = 30_000
const lane = 'jira/10042'

export async function openDeliveryDesk({ db, raw }: OpenedStore, known: Partial<Link> = {}): Promise<DeliveryDesk> {
  raw.exec('delete from lanes; delete from jobs; delete from attempts; delete from links; delete from twins')
  const clock = createManualClock()
  const ledger = createLedger({ ...db, now: clock.now, leaseMs })
  const soar = createScriptedSoar()
  const events: ToldEvent[] = []
  const reported: BridgeError[] = []
  const gate = { isHealthy: true }
  const parts: DeliverParts = {
    db,
    ledger,
    connectorOf: () => soar,
    sourceOf: () => {
      throw new Error('nothing is planned anew here')
    },
    policy: 'hold',
    withTarget: createTargetLocks().run,
    report: async (_, error) => {
      reported.push(error)
      return gate.isHealthy
    },
    judge: {
      failure: (error, facts) => judge(error, { ...facts, now: clock.now(), maxTries, random: 0.5 }),
      absent: facts => judgeAbsent({ ...facts, now: clock.now(), maxTries }),
    },
    newId: createIdSource(clock),
    now: clock.now,
    settleMs,
    lateSweepMs,
    events: { emit: (name, fields) => void events.push({ name, fields }) },
  }
  await db.write([saveLink(db.read, buildLink(known), null), ledger.raiseLane(lane, 'jira')])
  const acquire = async (holder: string) => {
    const hold = await ledger.acquireLane(lane, holder)
    if (hold === null) throw new Error('the lane is held')
    return hold
  }
  const hold = await acquire('worker-1')
  const found = async <Value>(value: Promise<Value | undefined>): Promise<Value> => {
    const known = await value
    if (known === undefined) throw new Error('it is not stored')
    return known
  }
  return {
    ledger,
    clock,
    soar,
    events,
    reported,
    gate,
    parts,
    hold,
    store: async job => {
      await db.write([ledger.enqueue(job)])
      return job
    },
    deliver: async (by = hold) => {
      const [job] = await ledger.openJobs(lane)
      if (job === undefined) throw new Error('no job is open')
      await deliverJob(parts, job, by)
    },
    job: id => found(ledger.jobById(id)),
    link: () => found(findLinkById(db.read, 'link-1')),
    takeOver: async () => {
      clock.advance(leaseMs)
      return acquire('worker-2')
    },
  }
}
