import type { AddAttachment, LeaveContainer, RunPlaybook, SoarCommand, UpsertNote } from '../../domain/command'
import type { Duplicate } from '../connector'
import { findDuplicateFiles } from './apply-attachment'
import { findDuplicateNotes } from './apply-note'
import { listArtifacts } from './artifacts'
import type { ReadCall } from './call'
import { identifiersOf } from './complete-artifacts'
import type { Filing } from './container-fields'
import { findContainers } from './containers'
import { updateOf } from './plan-update'

/**
 * What a command left in SOAR more than once: containers with its identifier, and artifacts with one identifier in the
 * container that is kept. SOAR lets no automation token delete, so they can only be named.
 */
export async function findDuplicates(
  command: SoarCommand,
  at: { call: ReadCall; filing: Filing },
): Promise<Duplicate[]> {
  if (command.kind === 'add-attachment') return findDuplicateFiles(command, at.call)
  if (command.kind === 'upsert-note') return findDuplicateNotes(command, at.call)
  // A run cannot be told from another one: only a person can say that it was started twice. A ticket may leave again.
  if (command.kind === 'run-playbook' || command.kind === 'leave-container') return []
  const [kept, ...others] = await findSame(command, at)
  if (kept === undefined) return []
  const duplicates: Duplicate[] = others.map(found => ({ what: 'container', found, kept }))
  const listed = await listArtifacts(at.call, kept, identifiersOf(artifactsOf(command)))
  for (const [first, ...more] of listed.values()) {
    if (first !== undefined)
      duplicates.push(...more.map(({ id }): Duplicate => ({ what: 'artifact', found: id, kept: first.id })))
  }
  return duplicates
}

type Making = Exclude<SoarCommand, AddAttachment | UpsertNote | RunPlaybook | LeaveContainer>

/** One that bears no identifier is known by its id, and so is there once. */
async function findSame(command: Making, { call, filing }: { call: ReadCall; filing: Filing }): Promise<string[]> {
  const { sourceDataIdentifier } = command
  if (sourceDataIdentifier === '' && 'containerId' in command) return [command.containerId]
  return findContainers(call, { ...filing, sourceDataIdentifier })
}

function artifactsOf(command: Making) {
  if (command.kind === 'create-container') return [...command.observableArtifacts, command.ticketArtifact]
  const { observableArtifacts, changedArtifacts = [], ticketArtifact, trigger } = updateOf(command)
  return [
    ...observableArtifacts,
    ...changedArtifacts,
    ...(ticketArtifact === null ? [] : [ticketArtifact.artifact]),
    ...(trigger === null ? [] : [trigger]),
  ]
}
