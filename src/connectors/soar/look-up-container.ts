import type { CreateContainer } from '../../domain/command'
import { isBridgeError } from '../../errors'
import type { LookedUp } from '../connector'
import type { Try } from './apply-create'
import { findArtifacts } from './artifacts'
import type { ReadCall } from './call'
import { identifiersOf } from './complete-artifacts'
import { findContainers } from './containers'
import { planUpdate, type WantedUpdate } from './plan-update'

export interface LookingTry extends Pick<Try, 'owners' | 'filing' | 'sentAt'> {
  call: ReadCall
}

/** The lowest id is ours: it was there when the later ones were made. */
export async function lookUpCreate(command: CreateContainer, at: LookingTry): Promise<LookedUp> {
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

export async function lookUpUpdate(command: WantedUpdate, at: LookingTry): Promise<LookedUp> {
  try {
    const { changed, missing, present, notes } = await planUpdate(command, { ...at, mustLook: true })
    const fields = Object.keys(changed)
    if (fields.length > 0) return { status: 'missing', what: `fields: ${fields.join(', ')}` }
    if (missing.length > 0) {
      const artifacts = identifiersOf(missing.map(({ artifact }) => artifact))
      return { status: 'missing', what: `${missing.length} artifacts`, artifacts }
    }
    const applied = { containerId: command.containerId, artifacts: present, refused: [], notes }
    return { status: 'found', applied }
  } catch (error) {
    const isAbsent = isBridgeError(error) && (error.code === 'container-gone' || error.code === 'container-mismatch')
    if (isAbsent) return { status: 'missing', what: 'the container' }
    throw error
  }
}
