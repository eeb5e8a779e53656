import type { CreateContainer, RunPlaybook, UpdateContainer, UpsertNote } from '../../src/domain/command'
import type { Artifact, ContainerFields } from '../../src/domain/container'

export const sdi = 'soarbridge:jira:10042'
export const ticketSdi = `${sdi}:ticket`

export function buildFields(changes: Partial<ContainerFields> = {}): ContainerFields {
  return {
    name: 'Phishing mail',
    description: 'SEC-1 https://jira.example/browse/SEC-1',
    label: 'events',
    severity: 'high',
    sensitivity: 'amber',
    status: 'new',
    tags: ['jira'],
    owner: null,
    dueTime: null,
    startTime: null,
    customFields: {},
    ...changes,
  }
}

export function buildArtifact(name: string, changes: Partial<Artifact> = {}): Artifact {
  return {
    sourceDataIdentifier: `${sdi}:${name}`,
    name,
    label: 'event',
    tags: [],
    cef: { sourceAddress: name },
    cefTypes: { sourceAddress: ['ip'] },
    ...changes,
  }
}

export function buildCreate(changes: Partial<CreateContainer> = {}): CreateContainer {
  return {
    kind: 'create-container',
    sourceDataIdentifier: sdi,
    fields: buildFields(),
    observableArtifacts: [buildArtifact('198.51.100.7'), buildArtifact('198.51.100.8')],
    ticketArtifact: buildArtifact('ticket', { cef: { ticketKey: 'SEC-1' }, label: 'ticket' }),
    ...changes,
  }
}

export function buildUpdate(changes: Partial<UpdateContainer> = {}): UpdateContainer {
  return {
    kind: 'update-container',
    containerId: '5',
    sourceDataIdentifier: sdi,
    set: {},
    tags: { add: [], remove: [] },
    observableArtifacts: [],
    ticketArtifact: null,
    trigger: null,
    ...changes,
  }
}

export function buildNote(changes: Partial<UpsertNote> = {}): UpsertNote {
  return {
    kind: 'upsert-note',
    containerId: '1',
    sourceDataIdentifier: sdi,
    marker: 'a1b2c3d4e5f6a7b8c9d0e1f2a3',
    noteId: null,
    title: 'Comment: ada, SEC-1',
    text: 'Seen on the mail server too.',
    ...changes,
  }
}

export function buildRun(changes: Partial<RunPlaybook> = {}): RunPlaybook {
  return {
    kind: 'run-playbook',
    containerId: '1',
    sourceDataIdentifier: sdi,
    playbook: 'local/triage',
    scope: 'all',
    ...changes,
  }
}
