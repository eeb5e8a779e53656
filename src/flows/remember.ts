import type { Applied } from '../connectors/connector'
import type { Command } from '../domain/command'
import { withWritten } from '../domain/container-snapshot'
import type { NewId } from '../domain/ids'
import type { Job } from '../domain/job'
import type { Json } from '../domain/json'
import type { Link } from '../domain/link'
import type { Database } from '../store/database'
import { saveLink } from '../store/links'
import type { Statement } from '../store/statement'
import { insertTwin, type Twin } from '../store/twins'
import { type SharedField, sharedFields } from './expected-sides'
import { baseAfter, isOfContainer } from './plan-job'
import { copyStatements } from './remember-copy'
import { rememberedWrites } from './remembered-writes'
import { nameContainer } from './save-named-link'

interface RememberInput {
  link: Link
  job: Job
  applied: Applied
  /** The whole command stands; else only its parts with an id. */
  isConfirmed: boolean
  newId: NewId
  at: number
}

/** The link and its twins as SOAR confirmed them; the base moves on confirmation only. */
export function rememberStatements(read: Database['read'], input: RememberInput): Statement[] {
  const { link, job, applied, isConfirmed, newId, at } = input
  const ticketArtifactId = idOfTicketArtifact(job.command, applied) ?? link.base.ticketArtifactId
  const base = isConfirmed ? baseAfter(link.base, job.command) : link.base
  const written = isConfirmed ? writtenFields(job.command, base) : {}
  const remembered: Link = {
    ...link,
    containerId: applied.containerId,
    state: link.snapshot.deletedAt === undefined ? 'linked' : 'tombstone',
    base: { ...base, ticketArtifactId },
    container: withWritten(link.container, written, at),
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
    ...noteTwin(read, input),
    ...rememberedWrites(read, { link, job, side: 'soar', written, newId, at }),
  ]
}

function noteTwin(read: Database['read'], { link, job, applied, at }: RememberInput): Statement[] {
  const [note] = applied.artifacts
  if (job.command.kind !== 'upsert-note' || note === undefined) return []
  return copyStatements(read, { link, command: job.command, copyId: `note:${note.id}`, at })
}

/** The fields that the command wrote, as SOAR holds them now. */
function writtenFields(command: Command, { fields }: Link['base']): Partial<Record<SharedField, Json>> {
  if (!isOfContainer(command)) return {}
  const isWritten = (field: SharedField) =>
    command.kind === 'create-container' ||
    (field === 'tags' ? command.tags.add.length + command.tags.remove.length > 0 : command.set[field] !== undefined)
  return Object.fromEntries(sharedFields.filter(isWritten).map(field => [field, fields[field] ?? null]))
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
  return { linkId: link.id, kind, ticketSide: identifier, soarSide: id, sha256: '', copySha256: '', origin: 'ticket' }
}
