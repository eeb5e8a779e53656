import type { Applied } from '../connectors/connector'
import type { Command } from '../domain/command'
import type { Job } from '../domain/job'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'
import { insertTwin, type Twin } from '../store/twins'
import { baseAfter, isOfContainer } from './plan-job'
import { nameContainer } from './save-named-link'

interface RememberInput {
  link: Link
  job: Job
  applied: Applied
  /** The whole command stands; else only its parts with an id. */
  isConfirmed: boolean
  at: number
}

/** The link and its twins as SOAR confirmed them; the base moves on confirmation only. */
export function rememberStatements(read: Database['read'], input: RememberInput): Statement[] {
  const { link, job, applied, isConfirmed, at } = input
  const ticketArtifactId = idOfTicketArtifact(job.command, applied) ?? link.base.ticketArtifactId
  const base = isConfirmed ? baseAfter(link.base, job.command) : link.base
  const remembered: Link = {
    ...link,
    containerId: applied.containerId,
    state: link.snapshot.deletedAt === undefined ? 'linked' : 'tombstone',
    base: { ...base, ticketArtifactId },
    revision: link.revision + 1,
    updatedAt: at,
  }
  // Results are kept in tables of their own.
  const kept = isOfContainer(job.command) ? applied.artifacts : []
  const twins = kept.map(artifact => insertTwin(read, twinOf(link, job.command, artifact), at))
  return [saveLink(read, remembered, link.revision), ...nameContainer(read, link, applied.containerId), ...twins]
}

/** What the ticket confirmed: the id of the status comment, so that the next edit need not look for it among all. */
export function rememberTicketSide(
  read: Database['read'],
  { link, job, id, at }: Pick<RememberInput, 'link' | 'job' | 'at'> & { id: string },
): Statement[] {
  const { base, revision } = link
  if (job.command.kind !== 'upsert-status-comment' || base.statusCommentId === id) return []
  const remembered: Link = { ...link, base: { ...base, statusCommentId: id }, revision: revision + 1, updatedAt: at }
  return [saveLink(read, remembered, revision)]
}

function ticketIdentifierOf(command: Command): string | undefined {
  if (command.kind === 'create-container') return command.ticketArtifact.sourceDataIdentifier
  return command.kind === 'update-container' ? command.ticketArtifact?.artifact.sourceDataIdentifier : undefined
}

function idOfTicketArtifact(command: Command, applied: Applied): string | null {
  const identifier = ticketIdentifierOf(command)
  return applied.artifacts.find(artifact => artifact.sourceDataIdentifier === identifier)?.id ?? null
}

function twinOf(link: Link, command: Command, artifact: Applied['artifacts'][number]): Twin {
  const { sourceDataIdentifier: identifier, id } = artifact
  const isTrigger = command.kind === 'update-container' && command.trigger?.sourceDataIdentifier === identifier
  const kind = isTrigger ? 'trigger' : identifier === ticketIdentifierOf(command) ? 'ticket' : 'observable'
  return { linkId: link.id, kind, ticketSide: identifier, soarSide: id }
}
