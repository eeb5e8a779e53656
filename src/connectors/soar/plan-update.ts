import type { SoarCommand, UpdateContainer } from '../../domain/command'
import type { Artifact } from '../../domain/container'
import { canonicalJson, type Json, type JsonObject } from '../../domain/json'
import { BridgeError } from '../../errors'
import type { AppliedArtifact } from '../connector'
import { type ArtifactRecord, artifactBody, findArtifacts } from './artifacts'
import type { ReadCall } from './call'
import { differences } from './container-fields'
import { getContainer } from './containers'
import type { Owners } from './owner'

/** What SOAR still lacks of an update. */
export interface UpdatePlan {
  /** Fields of the container that differ. */
  changed: JsonObject
  /** Artifacts to post or to change, in this order: observables, the ticket's, the trigger last. */
  missing: { artifact: Artifact; body: JsonObject }[]
  present: AppliedArtifact[]
  notes: string[]
}

interface PlanningTry {
  call: ReadCall
  owners: Owners
  /** Look for the artifacts too: an earlier try may have left them. Without it they are taken for missing. */
  mustLook: boolean
  /** Told of the container as it is. */
  compare?(containerId: string, record: JsonObject): Promise<void>
}

/** Reads the container and compares. Raises `rejected` with code `container-gone` or `container-mismatch`. */
export async function planUpdate(command: WantedUpdate, at: PlanningTry): Promise<UpdatePlan> {
  const { owner: wantedOwner } = command.set
  const owner = typeof wantedOwner === 'string' ? await at.owners.resolve(at.call, wantedOwner) : { id: null }
  // Right before the write: SOAR takes none on condition, and tags as a whole, so that what changes from here on is written over.
  const current = await readOwnContainer(at.call, command)
  if (command.expects !== undefined) await at.compare?.(command.containerId, current)
  const there = await findArtifacts(
    at.call,
    command.containerId,
    identifiersToLookFor(command, at.mustLook || command.mayBeThere === true),
  )
  return {
    changed: differences(current, { set: wantedOf(command, current), tags: command.tags, ownerId: owner.id }),
    ...planArtifacts(command, there),
    notes: owner.note === undefined ? [] : [owner.note],
  }
}

/** The container as it is, where it still stands for our ticket. Raises as `planUpdate` does. */
export async function readOwnContainer(
  call: ReadCall,
  { containerId, sourceDataIdentifier }: Pick<UpdateContainer, 'containerId' | 'sourceDataIdentifier'>,
): Promise<JsonObject> {
  const current = await getContainer(call, containerId)
  if (current === null) throw containerGone()
  // One that bears no identifier, and that people joined to a ticket, is known by its id alone.
  if (sourceDataIdentifier === '' || current.source_data_identifier === sourceDataIdentifier) return current
  throw new BridgeError('rejected', 'The container stands for something else', { code: 'container-mismatch' })
}

/** What results raised is raised already where a person went further. */
function wantedOf(
  { set, keepSeverities = [], keepSensitivities = [] }: UpdateContainer,
  current: JsonObject,
): UpdateContainer['set'] {
  const { severity, sensitivity, ...others } = set
  return {
    ...others,
    ...(severity !== undefined && !holdsOneOf(current.severity, keepSeverities) && { severity }),
    ...(sensitivity !== undefined && !holdsOneOf(current.sensitivity, keepSensitivities) && { sensitivity }),
  }
}

function holdsOneOf(current: Json | undefined, words: readonly string[]): boolean {
  return typeof current === 'string' && words.some(word => word.toLowerCase() === current.toLowerCase())
}

/** An update, with artifacts that are brought to their content where they are there. */
export type WantedUpdate = UpdateContainer & { changedArtifacts?: Artifact[] }

/** Results are the update of a container that has nothing but artifacts. */
export function updateOf(command: SoarCommand): WantedUpdate {
  if (command.kind === 'update-container') return command
  if (command.kind !== 'add-enrichment') {
    throw new BridgeError('rejected', `SOAR takes no command ${command.kind}`, { code: 'unknown-command' })
  }
  const { containerId, sourceDataIdentifier, artifacts, changed } = command
  return {
    kind: 'update-container',
    containerId,
    sourceDataIdentifier,
    set: {},
    tags: { add: [], remove: [] },
    observableArtifacts: artifacts,
    ...(changed !== undefined && { changedArtifacts: changed }),
    ticketArtifact: null,
    trigger: null,
  }
}

export function containerGone(): BridgeError {
  return new BridgeError('rejected', 'SOAR no longer has the container', { code: 'container-gone', status: 404 })
}

/** On a first try only the ticket artifact is looked for, and only where its id is not known. */
function identifiersToLookFor(command: WantedUpdate, mustLook: boolean): string[] {
  const { ticketArtifact, trigger, observableArtifacts, changedArtifacts = [] } = command
  const ticket = ticketArtifact === null ? [] : [ticketArtifact.artifact]
  if (!mustLook && ticketArtifact?.id !== null) return []
  const artifacts = mustLook
    ? [...observableArtifacts, ...changedArtifacts, ...ticket, ...(trigger === null ? [] : [trigger])]
    : ticket
  return artifacts.map(artifact => artifact.sourceDataIdentifier)
}

function planArtifacts(
  command: WantedUpdate,
  there: ReadonlyMap<string, ArtifactRecord>,
): Pick<UpdatePlan, 'missing' | 'present'> {
  const plan: Pick<UpdatePlan, 'missing' | 'present'> = { missing: [], present: [] }
  const file = (artifact: Artifact, body: JsonObject, presentId: string | undefined): void => {
    if (presentId === undefined) plan.missing.push({ artifact, body })
    else plan.present.push({ sourceDataIdentifier: artifact.sourceDataIdentifier, id: presentId })
  }
  for (const artifact of command.observableArtifacts) {
    file(artifact, artifactBody(artifact, false), there.get(artifact.sourceDataIdentifier)?.id)
  }
  const fileContent = (artifact: Artifact, knownId: string | null): void => {
    const found = there.get(artifact.sourceDataIdentifier)
    const id = knownId ?? found?.id ?? null
    const isSame = found !== undefined && found.id === id && isSameContent(found.record, artifact)
    file(
      artifact,
      { ...(id !== null && { id: Number(id) }), ...artifactBody(artifact, false) },
      isSame ? id : undefined,
    )
  }
  for (const artifact of command.changedArtifacts ?? []) fileContent(artifact, null)
  if (command.ticketArtifact !== null) fileContent(command.ticketArtifact.artifact, command.ticketArtifact.id)
  if (command.trigger !== null) {
    file(command.trigger, artifactBody(command.trigger, true), there.get(command.trigger.sourceDataIdentifier)?.id)
  }
  return plan
}

function isSameContent(record: JsonObject, artifact: Artifact): boolean {
  const isSameText = record.name === artifact.name && record.label === artifact.label
  return isSameText && canonicalJson(record.cef ?? {}) === canonicalJson(artifact.cef)
}
