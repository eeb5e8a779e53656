import type { RunPlaybook, UpdateContainer } from '../domain/command'
import type { Job } from '../domain/job'
import { playbooksToRun } from '../mapping/playbooks-to-run'
import type { Occasion } from '../mapping/rules-sharing'
import { containerSdiOf } from '../mapping/source-data-identifier'
import type { Decided } from './decide'
import type { Heard } from './hear-lane'
import { ticketOfLink } from './map-link'
import type { TicketSource } from './ticket-source'

export interface PlaybooksInput {
  source: TicketSource
  decided: Decided
  heard: Heard
  openJobs: readonly Job[]
}

/** Playbooks that the rules start for what happened to the ticket; one that waits already is not asked for again. */
export function planPlaybooks({ source, decided, heard, openJobs }: PlaybooksInput): RunPlaybook[] {
  const { link } = decided
  const waiting = openJobs.flatMap(({ command, sentAt }) =>
    command.kind === 'run-playbook' && sentAt === null ? [command.playbook] : [],
  )
  return playbooksToRun(ticketOfLink(link, source), occasionsOf(decided, heard), source.rules)
    .filter(({ playbook }) => !waiting.includes(playbook))
    .map(({ playbook, scope }) => ({
      kind: 'run-playbook',
      containerId: link.containerId ?? '',
      sourceDataIdentifier: containerSdiOf(link),
      playbook,
      scope,
    }))
}

const occasionOf = {
  comment: 'comment',
  attachment: 'attachment',
  artifact: 'observables',
  'ticket-deleted': 'deleted',
} as const

function occasionsOf({ command }: Decided, { ticket }: Heard): Occasion[] {
  const told: Occasion[] = ticket.effective.flatMap(({ kind }) => (kind === 'ticket-state' ? [] : [occasionOf[kind]]))
  if (command === null) return told
  return [...told, ...(command.kind === 'create-container' ? (['create'] as const) : changedBy(command))]
}

function changedBy({ set, tags, observableArtifacts }: UpdateContainer): Occasion[] {
  const { startTime: _, customFields: __, ...fields } = set
  return [
    ...(Object.keys(fields) as (keyof typeof fields)[]),
    ...(tags.add.length + tags.remove.length > 0 ? (['tags'] as const) : []),
    ...(observableArtifacts.length > 0 ? (['observables'] as const) : []),
  ]
}
