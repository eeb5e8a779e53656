import type { Applied } from '../connectors/connector'
import type { Job } from '../domain/job'
import { isTicketDeleted, type Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'
import { insertTwin, type Twin } from '../store/twins'
import { baseAfter, isOfContainer } from './plan-job'
import { rememberSoarSide } from './remember-soar-side'
import { nameContainer } from './save-named-link'

interface RememberInput {
  link: Link
  job: Job
  applied: Applied
  /** The whole command stands; else only its parts with an id. */
  isConfirmed: boolean
  newId(): string
  at: number
}

/** The link and its twins as SOAR confirmed them; the base moves on confirmation only. */
export function rememberStatements(read: Database['read'], input: RememberInput): Statement[] {
  const { link, job, applied, isConfirmed, at } = input
  const ticketArtifactId = idOfTicketArtifact(job.command, applied) ?? link.base.ticketArtifactId
  const base = isConfirmed ? baseAfter(link.base, job.command) : link.base
  const soarSide = rememberSoarSide(read, { ...input, base: isConfirmed ? base : null })
  const remembered: Link = {
    ...link,
    containerId: applied.containerId,
    state: isTicketDeleted(link) ? 'tombstone' : 'linked',
    base: { ...base, ticketArtifactId },
    container: soarSide.container,
    revision: link.revision + 1,
    updatedAt: at,
  }
  // Results are kept in tables of their own.
  const kept = isOfContainer(job.command) ? applied.artifacts : []
  const twins = kept.map(artifact => insertTwin(read, twinOf(link, job.command, artifact), at))
  return [
    saveLink(read, remembered, link.revision),
    ...nameContainer(read, link, applied.containerId),
    ...twins,
    ...soarSide.statements,
  ]
}

function ticketIdentifierOf(command: Job['command']): string | undefined {
  if (command.kind === 'create-container') return command.ticketArtifact.sourceDataIdentifier
  return command.kind === 'update-container' ? command.ticketArtifact?.artifact.sourceDataIdentifier : undefined
}

function idOfTicketArtifact(command: Job['command'], applied: Applied): string | null {
  const identifier = ticketIdentifierOf(command)
  return applied.artifacts.find(artifact => artifact.sourceDataIdentifier === identifier)?.id ?? null
}

function twinOf(link: Link, command: Job['command'], artifact: Applied['artifacts'][number]): Twin {
  const { sourceDataIdentifier: identifier, id } = artifact
  const isTrigger = command.kind === 'update-container' && command.trigger?.sourceDataIdentifier === identifier
  const kind = isTrigger ? 'trigger' : identifier === ticketIdentifierOf(command) ? 'ticket' : 'observable'
  return { linkId: link.id, kind, ticketSide: identifier, soarSide: id, sha256: '', copySha256: '', origin: 'ticket' }
}
