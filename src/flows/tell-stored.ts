import { isRefusal } from '../domain/enrichment-refusal'
import type { EnrichmentKind } from '../domain/result-table'
import type { Caller } from '../domain/role'
import type { Events } from '../telemetry/events'
import type { RecordOutcome } from './store-once'

export interface TellStoredParts {
  events: Events
  now(): number
}

/** Tells what became of the records of one post, in numbers only. */
export function tellStored(
  { events, now }: TellStoredParts,
  { kind, caller: { tenant } }: { kind: EnrichmentKind; caller: Pick<Caller, 'tenant'> },
  { outcomes, isReplay, startedAt }: { outcomes: RecordOutcome[]; isReplay: boolean; startedAt: number },
): void {
  const kept = outcomes.flatMap(outcome => (isRefusal(outcome) ? [] : [isReplay ? 'replay' : outcome.did]))
  if (kept.length === 0) return
  const count = (did: (typeof kept)[number]) => kept.filter(one => one === did).length
  events.emit('enrichment.stored', {
    kind,
    tenant,
    created: count('insert'),
    updated: count('update'),
    skipped: count('skip'),
    replayed: count('replay'),
    ms: now() - startedAt,
  })
}
