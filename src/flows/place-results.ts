import { laneOf } from '../domain/receipt'
import type { EnrichmentKind } from '../domain/result-table'
import { namesOfResult } from '../mapping/link-names'
import type { LaneLedger } from '../outbox/outbox'
import type { Database } from '../store/database'
import { findResult, type StoredResult } from '../store/enrichments'
import { linksNamed, type NamedLink } from '../store/link-names'
import { type DueName, dueNames, holdResult, linkResult, settleNames, type UnlinkedReason } from '../store/result-links'
import type { Events } from '../telemetry/events'

export interface PlaceParts {
  db: Pick<Database, 'read' | 'write'>
  ledger: Pick<LaneLedger, 'raiseLane'>
  wake(lane: string): void
  events: Events
  /** Connections whose links no result is given to: a bare number may mean a container of either SOAR. */
  unnamed?: readonly string[]
}

/** Finds the links of results, one run at a time; what it does not finish is due again at the next wake. */
export interface Placer {
  /** A result was stored, or a link got a name. */
  wake(): void
  /** Takes up nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

export function createPlacer(parts: PlaceParts & { onFailure(error: unknown): void }): Placer {
  let running: Promise<void> | undefined
  let isWanted = false
  let isStopped = false
  const run = async () => {
    while (isWanted && !isStopped) {
      isWanted = false
      await placeResults(parts)
    }
  }
  const wake = () => {
    if (isStopped) return
    isWanted = true
    running ??= run()
      .catch(parts.onFailure)
      .finally(() => {
        running = undefined
        if (isWanted) wake()
      })
  }
  return {
    wake,
    stop: async () => {
      isStopped = true
      await running
    },
  }
}

const namesAtOnce = 500
/** Links that come while one looks spoil a round; more spoiled ones in a row are no chance, and wait for the next wake. */
const mostVainRounds = 3

/**
 * Gives every result that is due to the one link it names, or keeps it without: it is due again when a link gets one of
 * its names. Whichever of the two commits last sees the other, so that none is missed.
 */
export async function placeResults(parts: PlaceParts): Promise<void> {
  let vainRounds = 0
  while (vainRounds < mostVainRounds) {
    const due = await dueNames(parts.db.read, namesAtOnce)
    if (due.length === 0) return
    const byResult = new Map<string, DueName[]>()
    for (const name of due) byResult.set(name.result_id, [...(byResult.get(name.result_id) ?? []), name])
    let isVain = true
    for (const looked of byResult.values()) if (await placeResult(parts, looked)) isVain = false
    vainRounds = isVain ? vainRounds + 1 : 0
  }
}

/** False where something changed meanwhile: then it is due as before. */
async function placeResult(parts: PlaceParts, looked: readonly DueName[]): Promise<boolean> {
  const { db, ledger, wake, events } = parts
  const [first] = looked
  if (first === undefined) return false
  const { result_id: id, tenant } = first
  const kind = first.kind as EnrichmentKind
  const result = await findResult(db.read, kind, { id, tenant })
  if (result === undefined) throw new Error(`result ${id} waits for its link and is not there`)
  const { linkId: from } = result
  const found = await findLinkOf(parts, result)
  // It has a container of its own already, and no ticket claims it.
  if (from !== null && (typeof found === 'string' || found.id === from))
    return (await db.write(settleNames(db.read, looked))).committed
  if (typeof found === 'string') {
    const held = await db.write(holdResult(db.read, { kind, id }, { reason: found, looked }))
    if (held.committed) events.emit('result.held', { result: id, kind, reason: found })
    return held.committed
  }
  const lane = laneOf(found.connection, found.ticketId)
  const { createdAt, modCount } = result
  const linked = await db.write([
    ...linkResult(db.read, { kind, id, createdAt, modCount }, { linkId: found.id, lane, from }),
    ledger.raiseLane(lane, found.connection),
  ])
  if (linked.committed) {
    events.emit('result.linked', { result: id, kind, link: found.id })
    wake(lane)
  }
  return linked.committed
}

/** The first group of names that somebody has decides. */
async function findLinkOf({ db, unnamed = [] }: PlaceParts, result: StoredResult): Promise<NamedLink | UnlinkedReason> {
  for (const names of namesOfResult(result)) {
    const [link, other] = await linksNamed(db.read, { tenant: result.tenant, names, except: unnamed })
    if (other !== undefined) return 'ambiguous'
    if (link !== undefined) return link
  }
  return 'no-match'
}
