import type { CreateContainer, SoarCommand } from '../../domain/command'
import { isBridgeError } from '../../errors'
import type { LookedUp } from '../connector'
import { lookUpAttachment } from './apply-attachment'
import type { Try } from './apply-create'
import { lookUpNote } from './apply-note'
import { lookUpPlaybook } from './apply-playbook'
import { findArtifacts } from './artifacts'
import type { ReadCall } from './call'
import { identifiersOf } from './complete-artifacts'
import { findContainers } from './containers'
import { planUpdate, updateOf, type WantedUpdate } from './plan-update'

interface LookingTry extends Pick<Try, 'owners' | 'filing' | 'sentAt'> {
  call: ReadCall
}

/** Whether all of a command is in SOAR. Reads only; a failed read raises, since it says nothing about absence. */
export function lookUpCommand(command: SoarCommand, at: LookingTry): Promise<LookedUp> {
  if (command.kind === 'create-container') return lookUpCreate(command, at)
  if (command.kind === 'add-attachment') return lookUpAttachment(command, at.call)
  if (command.kind === 'upsert-note') return lookUpNote(command, at.call)
  if (command.kind === 'run-playbook') return lookUpPlaybook(command, at)
  return lookUpUpdate(updateOf(command), at)
}

/** The lowest id is ours: it was there when the later ones were made. */
async function lookUpCreate(command: CreateContainer, at: LookingTry): Promise<LookedUp> {
  const key = { ...at.filing, sourceDataIdentifier: command.sourceDataIdentifier }
  const [containerId] = await findContainers(at.call, key)
  if (containerId === undefined) return { status: 'missing', what: 'the container' }
  const wanted = identifiersOf([...command.observableArtifacts, command.ticketArtifact])
  const there = await findArtifacts(at.call, containerId, wanted)
  const artifacts = wanted.flatMap(sourceDataIdentifier => {
    const id = there.get(sourceDataIdentifier)?.id
    return id === undefined ? [] : [{ sourceDataIdentifier, id }]
  })
  const absent = wanted.length - artifacts.length
  if (absent > 0) return { status: 'missing', what: `${absent} of ${wanted.length} artifacts` }
  return { status: 'found', applied: { containerId, artifacts, refused: [], notes: [] } }
}

async function lookUpUpdate(command: WantedUpdate, at: LookingTry): Promise<LookedUp> {
  try {
    const { changed, missing, present, notes } = await planUpdate(command, { ...at, mustLook: true })
    const fields = Object.keys(changed)
    if (fields.length > 0) return { status: 'missing', what: `fields: ${fields.join(', ')}` }
    if (missing.length > 0) return { status: 'missing', what: `${missing.length} artifacts` }
    const applied = { containerId: command.containerId, artifacts: present, refused: [], notes }
    return { status: 'found', applied }
  } catch (error) {
    const isAbsent = isBridgeError(error) && (error.code === 'container-gone' || error.code === 'container-mismatch')
    if (isAbsent) return { status: 'missing', what: 'the container' }
    throw error
  }
}
