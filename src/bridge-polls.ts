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

/** Looks into every SOAR, collection by collection; a SOAR that fails is told to the gate, which says when it is back. */
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
  // Woken after the last collection, so that what was said before a container was closed is worked on with its closing.
  const lanes = new Set<string>()
  const pollParts = {
    db,
    newId,
    events,
    now: clock.now,
    shares: systems.shares,
    wake: (lane: string) => void lanes.add(lane),
    pollerOf: (name: string) => ({ poll: required(systems.soar, name).poll ?? refusePoll }),
  }
  try {
    for (const collection of config.polling.collections) await pollSoar(pollParts, { soarConnection, collection })
  } catch (error) {
    if (isBridgeError(error)) await work.gate.report(soarConnection, error)
    else log.error('poll.failed', {}, error)
  } finally {
    for (const lane of lanes) work.dispatcher.wake(lane)
  }
}

async function refusePoll(): Promise<never> {
  throw new Error('this SOAR cannot be looked into')
}
