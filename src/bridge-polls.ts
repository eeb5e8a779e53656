import { required, type Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import { isBridgeError } from './errors'
import { pollSoar } from './flows/poll-soar'
import { createSoarPoller, type SoarPoller } from './polling/soar-poller'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'
import type { Log } from './telemetry/log'

export interface PollParts {
  config: Pick<Config, 'polling'>
  systems: Systems
  db: Database
  clock: Clock
  newId: NewId
  events: Events
  log: Log
  work: Work
}

/** Looks into every SOAR; a SOAR that fails is told to the gate, which says when it is back. */
export function createPolls(parts: PollParts): SoarPoller {
  const { config, systems, clock, work } = parts
  return createSoarPoller({
    soarConnections: [...systems.soar].filter(([, { poll }]) => poll !== undefined).map(([name]) => name),
    clock,
    everyMs: config.polling.seconds * 1000,
    isOpen: work.gate.isOpen,
    look: name => look(parts, name),
  })
}

async function look(parts: PollParts, soarConnection: string): Promise<void> {
  const { config, systems, db, clock, newId, events, log, work } = parts
  const pollParts = {
    db,
    newId,
    events,
    now: clock.now,
    shares: systems.shares,
    wake: (lane: string) => work.dispatcher.wake(lane),
    pollerOf: (name: string) => ({ poll: required(systems.soar, name).poll ?? refusePoll }),
  }
  try {
    await pollSoar(pollParts, { soarConnection, collections: config.polling.collections })
  } catch (error) {
    if (isBridgeError(error)) await work.gate.report(soarConnection, error)
    else log.error('poll.failed', {}, error)
  }
}

async function refusePoll(): Promise<never> {
  throw new Error('this SOAR cannot be looked into')
}
