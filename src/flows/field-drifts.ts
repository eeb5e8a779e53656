import type { Job } from '../domain/job'
import { policyOf } from '../mapping/field-policy'
import { isSameValue } from '../mapping/same-value'
import type { Decided } from './decide'
import type { DecideNowInput } from './decide-now'
import type { Drift } from './drift'
import type { SharedField } from './expected-sides'
import { isOfContainer } from './plan-job'

export interface FieldDriftInput extends Pick<DecideNowInput, 'source' | 'link'> {
  /** Of the lane. They explain what differs; they do not hide it. */
  openJobs: readonly Job[]
}

/** What differs in one field: at most one drift each way. */
export function fieldDrifts(
  field: SharedField,
  decided: Decided,
  { source, link, openJobs }: FieldDriftInput,
): Drift[] {
  const { base, container } = decided.link
  const values = {
    field,
    ticket: base.ticket?.[field]?.value ?? null,
    container: container.fields[field]?.value ?? null,
    base: link.base.fields[field] ?? null,
  }
  const held = container.holds[field]
  if (held !== undefined) return [{ ...values, action: 'hold', reason: held.reason }]
  const reasons = decided.decisions.filter(decision => decision.field === field).map(({ rule }) => rule)
  const why = reasons.find(rule => rule.startsWith('to '))?.replace(/^to \w+: /, '') ?? 'the ticket changed'
  const asked: Drift[] = []
  if (isAskedOfSoar(decided, field))
    asked.push({ ...values, action: 'to-soar', reason: `${why}${jobNote(openJobs, isOfContainer)}` })
  if (decided.ticketUpdate?.agreed?.[field] !== undefined) {
    const note = jobNote(openJobs, ({ kind }) => kind === 'update-ticket')
    asked.push({ ...values, action: 'to-ticket', reason: `${why}${note}` })
  }
  if (asked.length > 0 || isSameValue(field, values.ticket, values.container)) return asked
  const heldBack = reasons.find(rule => rule.startsWith('held: '))
  if (heldBack !== undefined) return [{ ...values, action: 'hold', reason: heldBack.replace('held: ', '') }]
  const { direction, conflict } = policyOf(source.rules, field, link.role)
  const untold = reasons.at(-1) ?? 'they leave it so'
  return [{ ...values, action: 'nothing', reason: `by the rules (${direction}, ${conflict}): ${untold}` }]
}

function isAskedOfSoar({ command }: Decided, field: SharedField): boolean {
  if (command?.kind !== 'update-container') return false
  const { add, remove } = command.tags
  return field === 'tags' ? add.length + remove.length > 0 : command.set[field] !== undefined
}

/** Who is at work on it, or is not any more. */
export function jobNote(openJobs: readonly Job[], isMeant: (command: Job['command']) => boolean): string {
  const job = openJobs.find(({ command }) => isMeant(command))
  return job === undefined ? '' : `; job ${job.id} is ${job.state}`
}
