import type { SeenFieldName } from '../domain/container-snapshot'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { MergedFields } from './merge-fields'

/** What waits unsent is planned anew, so that leaving a field out would take it back. */
export function canLeaveOut(openJobs: readonly Job[]): boolean {
  return openJobs.every(({ state, sentAt }) => state !== 'waiting' || sentAt !== null)
}

/** What was merged, for these fields only: the others stay as they were agreed until their pair is heard of again. Pure. */
export function onlyFields(merged: MergedFields, before: Link, only: readonly SeenFieldName[]): MergedFields {
  const isAsked = (field: string) => only.some(name => name === field)
  const { base } = before
  const agreed = Object.fromEntries(Object.entries(base.fields).filter(([field]) => !isAsked(field)))
  const { fields, ticketArtifact } = merged.desired
  return {
    ...merged,
    link: { ...merged.link, container: { ...merged.link.container, holds: holdsOf(merged.link, before, isAsked) } },
    desired: {
      ...merged.desired,
      fields: { ...fields, ...agreed },
      observableArtifacts: [],
      ticketArtifact: { ...ticketArtifact, ...base.ticketArtifact },
    },
    wanted: pickAsked(merged.wanted, isAsked),
    decisions: merged.decisions.filter(({ field }) => isAsked(field)),
    seen: merged.seen.filter(({ field }) => isAsked(field)),
  }
}

function holdsOf(merged: Link, before: Link, isAsked: (field: string) => boolean): Link['container']['holds'] {
  const kept = Object.entries(before.container.holds).filter(([field]) => !isAsked(field))
  return { ...Object.fromEntries(kept), ...pickAsked(merged.container.holds, isAsked) }
}

function pickAsked<Values extends object>(values: Values, isAsked: (field: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => isAsked(field))) as Values
}
