import type { Access } from './bridge-access'
import { commandTakerOf, type Systems } from './bridge-systems'
import type { Work } from './bridge-work'
import type { Config } from './config'
import type { Clock } from './domain/clock'
import type { NewId } from './domain/ids'
import { isBridgeError } from './errors'
import { fileUnclaimedResults } from './flows/file-unclaimed'
import { sweepLate } from './flows/late-sweep'
import { nameLinks } from './flows/name-links'
import { purge } from './flows/purge'
import type { Database } from './store/database'
import { createPurgeStore } from './store/purge'
import type { Events } from './telemetry/events'
import type { Log } from './telemetry/log'

export interface ChoreParts {
  config: Pick<Config, 'delivery' | 'retention'>
  systems: Systems
  db: Database
  clock: Clock
  newId: NewId
  events: Events
  log: Log
  work: Work
  access: Pick<Access, 'tellHeads'>
}

const purgeEveryMs = 3_600_000
/** What a failure of the database left lying. */
const placeEveryMs = 5_000
/** Leaves the writer to others between two steps. */
const nameEveryMs = 100
const tellHeadsEveryMs = 3_600_000
const longestLateSweepEveryMs = 60_000

/** What is done by the clock alone: late sweeps, purges, reading SOAR's words again, telling the heads of the audit log. Answers how to end them. */
export function startChores(parts: ChoreParts): () => void {
  const { config, systems, db, clock, events, log, work, access } = parts
  const { now } = clock
  const lateSweepMs = config.delivery.lateSweepSeconds * 1000
  const chores = [
    every(parts, Math.min(longestLateSweepEveryMs, Math.max(1000, lateSweepMs / 4)), () =>
      sweepLate({
        ledger: work.ledger,
        connectorOf: name => commandTakerOf(systems, name),
        openConnections: () => [...systems.soar.keys(), ...systems.tickets.keys()].filter(work.gate.isOpen),
        now,
        events,
      }),
    ),
    every(parts, purgeEveryMs, () => purge({ store: createPurgeStore(db), now, retention: config.retention, events })),
    every(parts, placeEveryMs, async () => work.placer.wake()),
    every(parts, nameEveryMs, () =>
      nameLinks({ db, rulesOf: name => systems.tickets.get(name)?.rules, onNamed: work.placer.wake }),
    ),
    ...fileUnclaimed(parts),
    every(parts, tellHeadsEveryMs, access.tellHeads),
    every(parts, config.delivery.vocabularySeconds * 1000, () => refreshVocabularies(parts)),
  ]
  log.debug('chores.started', { count: chores.length })
  return () => {
    for (const end of chores) end()
  }
}

/** Only where the configuration asks for it: else results wait for their ticket. */
function fileUnclaimed(parts: ChoreParts): (() => void)[] {
  const { systems, db, clock, newId, events, work } = parts
  const { results: source } = systems
  if (source === null || source.waitMs === null) return []
  const { ledger, dispatcher } = work
  const wake = (lane: string) => dispatcher.wake(lane)
  const filing = { db, ledger, wake, newId, now: clock.now, events, source, waitMs: source.waitMs }
  return [every(parts, Math.max(100, Math.min(placeEveryMs, source.waitMs)), () => fileUnclaimedResults(filing))]
}

async function refreshVocabularies({ systems, work }: ChoreParts): Promise<void> {
  for (const name of systems.tickets.keys()) if (work.gate.isOpen(name)) await work.wayBack.refresh(name)
  for (const name of systems.soar.keys()) {
    if (!work.gate.isOpen(name)) continue
    try {
      await work.vocabulary.refresh(name)
    } catch (error) {
      if (!isBridgeError(error)) throw error
      await work.gate.report(name, error)
    }
  }
}

/** Again and again, until it is done, with `ms` between the end of one round and the next; a failing round is told, not fatal. */
function every({ clock, log }: ChoreParts, ms: number, chore: () => Promise<unknown>): () => void {
  let ended = false
  let cancel = () => {}
  const schedule = () => {
    if (ended) return
    cancel = clock.after(ms, () => {
      chore()
        .then(outcome => {
          ended ||= outcome === 'done'
        })
        .catch(error => log.error('chore.failed', {}, error))
        .finally(schedule)
    })
  }
  schedule()
  return () => {
    ended = true
    cancel()
  }
}
