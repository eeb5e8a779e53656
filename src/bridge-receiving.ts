import type { BridgeParts } from './bridge'
import type { Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { NewId } from './domain/ids'
import { createReceive, type Receive } from './flows/receive'
import type { Database } from './store/database'
import type { Events } from './telemetry/events'

export interface ReceivingParts extends Pick<BridgeParts, 'config' | 'clock' | 'holdDelivery'> {
  systems: Systems
  db: Database
  newId: NewId
  events: Events
  work: Work
}

/** One door for what is told and for what we read by ourselves; the latter is not counted as webhooks. */
export function createReceiving(parts: ReceivingParts): { webhooks: Receive; readings: Receive } {
  const { config, systems, db, clock, newId, events, work, holdDelivery } = parts
  const shared = {
    db,
    newId,
    now: clock.now,
    wake: holdDelivery === true ? () => {} : (lane: string) => work.dispatcher.wake(lane),
    maxQueued: config.receive.maxQueuedReceipts,
    identifierOf: (name: string) => {
      const source = systems.tickets.get(name)
      if (source === undefined) throw new Error(`no ticket connection ${name}`)
      return source.connector
    },
  }
  const quiet: Events = {
    emit: (name, fields) => {
      if (name !== 'webhook.received') events.emit(name, fields)
    },
  }
  return { webhooks: createReceive({ ...shared, events }), readings: createReceive({ ...shared, events: quiet }) }
}
