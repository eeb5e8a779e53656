import type { Job } from '../domain/job'
import type { Receipt } from '../domain/receipt'
import type { TicketStateChange } from '../domain/ticket'
import type { Decided } from './decide'
import { type DecideNowInput, decideNow } from './decide-now'
import { type Drift, driftOf, ticketDrifts } from './drift'
import { sharedFields } from './expected-sides'
import { type FieldDriftInput, fieldDrifts, jobNote } from './field-drifts'
import { isOfContainer } from './plan-job'
import { readReconcileAsks } from './reconcile-ask'

export interface DriftInput extends DecideNowInput, FieldDriftInput {
  /** As it was read now; null where its system answered 404. */
  ticket: TicketStateChange | null
  /** What its lane would be handed, with the container as it was read now. */
  ask: Receipt
}

/** What differs now, as the digest would judge it. Pure. */
export function planDrift(input: DriftInput): Drift[] {
  const { link, ticket, ask, openJobs } = input
  if (ticket === null) return ticketDrifts(link, null)
  const soar = readReconcileAsks([ask]).heardOf(link.containerId)
  if (link.containerId !== null && soar.length === 0) return [containerGone(input)]
  const decided = decideNow(input, { ticket, soar })
  return [...ticketDrifts(link, decided.link), ...decidedDrifts(decided, input), ...openTalk(openJobs)]
}

function containerGone({ link }: DriftInput): Drift {
  if (link.state === 'container-gone') return driftOf('container', 'nothing', 'it was deleted in SOAR')
  const reason = 'it was deleted in SOAR; the next change of its ticket does what `delivery.containerGone` says'
  return driftOf('container', 'hold', reason)
}

function decidedDrifts(decided: Decided, input: DriftInput): Drift[] {
  const { command, decision } = decided
  if (decision === 'skipped' || decision === 'tombstone') return []
  const atSoar = jobNote(input.openJobs, isOfContainer)
  if (command?.kind === 'create-container') return [driftOf('container', 'to-soar', `it was not made yet${atSoar}`)]
  const drifts = sharedFields.flatMap(field => fieldDrifts(field, decided, input))
  if (command === null) return drifts
  const { ticketArtifact, observableArtifacts } = command
  if (ticketArtifact !== null)
    drifts.push(driftOf('ticketArtifact', 'to-soar', `the ticket says something else by now${atSoar}`))
  if (observableArtifacts.length > 0) {
    const reason = `${observableArtifacts.length} of its observables are no artifacts yet${atSoar}`
    drifts.push(driftOf('artifacts', 'to-soar', reason))
  }
  return drifts
}

const talkKinds: readonly Job['kind'][] = ['upsert-note', 'upsert-comment', 'attach-file', 'add-attachment']

/** Notes, comments and files that have no copy on the other side yet. */
function openTalk(openJobs: readonly Job[]): Drift[] {
  const open = openJobs.filter(({ kind }) => talkKinds.includes(kind))
  return open.map(({ id, kind, state }) => {
    const isToSoar = kind === 'upsert-note' || kind === 'add-attachment'
    const action = state === 'dead' ? 'hold' : isToSoar ? 'to-soar' : 'to-ticket'
    return driftOf('talk', action, `${kind}: job ${id} is ${state}`)
  })
}
