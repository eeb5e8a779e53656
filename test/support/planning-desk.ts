import { createIdSource } from '../../src/domain/ids'
import { emptySnapshot } from '../../src/domain/merge-changes'
import type { PlanResultsParts } from '../../src/flows/plan-results'
import { createLedger } from '../../src/outbox/ledger'
import type { LaneHold, Ledger } from '../../src/outbox/outbox'
import { rulesFrom } from '../builders/some-rules'
import type { OpenedStore } from './open-store'
import { openResultsDesk, type ResultsDesk } from './results-desk'
import { createScriptedTickets } from './scripted-tickets'

const lane = 'jira/10042'

/** Results and one link with a container, whose lane is held and plans them. */
export interface PlanningDesk {
  desk: ResultsDesk
  ledger: Ledger
  lane: string
  hold: LaneHold
  parts: PlanResultsParts
}

/** A link that stands, as `desk.link` takes it. */
export const standing = {
  containerId: '7',
  state: 'linked',
  snapshot: { ...emptySnapshot(), wasAlive: true },
} as const

export function openPlanningDesk(store: OpenedStore): PlanningDesk {
  const desk = openResultsDesk(store)
  const { clock } = desk
  const ledger = createLedger({ ...store.db, now: clock.now, leaseMs: 30_000 })
  const parts: PlanResultsParts = {
    db: store.db,
    ledger,
    newId: createIdSource(clock),
    now: clock.now,
    tableOf: kind => kind,
    sourceOf: () => ({
      connector: createScriptedTickets(),
      rules: rulesFrom(),
      soarConnection: 'soar',
      label: 'events',
      tenant: 'default',
      results: 'all',
    }),
  }
  return { desk, ledger, lane, hold: { lane, holder: 'w', fence: 1, leaseUntil: 0, digestedAt: 0 }, parts }
}

/** The same parts, with `first` done before every write: somebody else was faster. */
export function overtakenBy<Parts extends Pick<PlanResultsParts, 'db'>>(
  parts: Parts,
  first: () => Promise<unknown>,
): Parts {
  const { write } = parts.db
  const overtaken: typeof write = async statements => {
    await first()
    return write(statements)
  }
  return { ...parts, db: { ...parts.db, write: overtaken } }
}
