import type { SweepAsked, SweptPage, SweptTicket } from '../../src/connectors/connector'
import { createIdSource } from '../../src/domain/ids'
import type { JsonObject } from '../../src/domain/json'
import { createReceive } from '../../src/flows/receive'
import type { BackfillParts } from '../../src/flows/run-backfill'
import { newYear } from '../builders/rows'
import type { OpenedStore } from './open-store'
import { createScriptedTickets, wholeState } from './scripted-tickets'

/** A ticketing system that is read by itself, and the door its tickets come in by. */
export interface ReadingDesk {
  parts: BackfillParts
  /** Answers in turn; the last one again and again. */
  pages: (SweptPage | Error)[]
  asked: SweepAsked[]
  woken: string[]
  events: { name: string; fields: object }[]
  /** What each lane is done with as soon as it is woken; by default nothing is. */
  onWake(lane: string): void
}

export function openReadingDesk(store: OpenedStore): ReadingDesk {
  const connector = createScriptedTickets()
  const newId = createIdSource({ now: () => newYear })
  const emit = (name: string, fields: object) => void desk.events.push({ name, fields })
  const receive = createReceive({
    db: store.db,
    newId,
    now: () => newYear,
    wake: lane => {
      desk.woken.push(lane)
      desk.onWake(lane)
    },
    maxQueued: 100,
    events: { emit: () => {} },
    identifierOf: () => ({
      identify: payload => ({ isAboutTicket: true, ticketId: String(payload.id) }),
    }),
  })
  const desk: ReadingDesk = {
    pages: [],
    asked: [],
    woken: [],
    events: [],
    onWake: () => {},
    parts: {
      db: store.db,
      receive,
      now: () => newYear,
      events: { emit },
      sourceOf: () => ({ connector, soarConnection: 'soar' }),
      collectionsOf: () => [null],
      isOpen: () => true,
      isStopping: () => false,
      isCrowded: () => false,
      lanesAtOnce: 2,
      pause: () => new Promise(resolve => setImmediate(resolve)),
      sweeperOf: () => ({
        readUpdated: async asked => {
          desk.asked.push(asked)
          const page = desk.pages.length > 1 ? desk.pages.shift() : desk.pages[0]
          if (page === undefined) throw new Error('the script says nothing about this call')
          if (page instanceof Error) throw page
          return page
        },
        countUpdated: async () => 3,
      }),
    },
  }
  return desk
}

/** A ticket that changed so many seconds after the new year. */
export function sweptTicket(id: string, seconds = 1): SweptTicket {
  const said = { id, changes: [wholeState({ summary: `Ticket ${id}` }, seconds)], mustReread: false }
  return { id, key: `SEC-${id}`, updatedAt: newYear + 1000 * seconds, payload: said as unknown as JsonObject }
}

/** As if the lane had been worked: its receipts are processed, or wait for a person. */
export function finishLane(store: OpenedStore, lane: string, state: 'processed' | 'quarantined' = 'processed'): void {
  store.raw.prepare("update receipts set state = ?, reason = 'names-no-ticket' where lane = ?").run(state, lane)
}
