import type { AddAttachment, RunPlaybook, SoarCommand, UpsertNote } from '../../domain/command'
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
  // A run cannot be told from another one: only a person can say that it was started twice.
  if (command.kind === 'run-playbook') return []
  const key = { ...at.filing, sourceDataIdentifier: command.sourceDataIdentifier }
  const [kept, ...others] = await findContainers(at.call, key)
  if (kept === undefined) return []
  const duplicates: Duplicate[] = others.map(found => ({ what: 'container', found, kept }))
  const listed = await listArtifacts(at.call, kept, identifiersOf(artifactsOf(command)))
  for (const [first, ...more] of listed.values()) {
    if (first !== undefined)
      duplicates.push(...more.map(({ id }): Duplicate => ({ what: 'artifact', found: id, kept: first.id })))
  }
  return duplicates
}

function artifactsOf(command: Exclude<SoarCommand, AddAttachment | UpsertNote | RunPlaybook>) {
  if (command.kind === 'create-container') return [...command.observableArtifacts, command.ticketArtifact]
  const { observableArtifacts, changedArtifacts = [], ticketArtifact, trigger } = updateOf(command)
  return [
    ...observableArtifacts,
    ...changedArtifacts,
    ...(ticketArtifact === null ? [] : [ticketArtifact.artifact]),
    ...(trigger === null ? [] : [trigger]),
  ]
}
