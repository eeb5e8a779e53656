import type { CreateContainer } from '../../domain/command'
import type { JsonObject } from '../../domain/json'
import type { Applied, AppliedArtifact, ReadTicketFile } from '../connector'
import { judge } from './answer'
import { artifactBody } from './artifacts'
import type { WriteCall } from './call'
import { completeArtifacts, identifiersOf } from './complete-artifacts'
import { type Filing, newContainerBody } from './container-fields'
import { createContainer, findContainers } from './containers'
import type { Owners } from './owner'

/** What one try works with. */
export interface Try {
  call: WriteCall
  owners: Owners
  filing: Filing
  isRepeat: boolean
  /** When the last try that wrote was sent, epoch milliseconds. */
  sentAt?: number
  readFile?: ReadTicketFile
}

/**
 * A container with its artifacts in one POST. Confirmed only when it and each artifact have an id; after anything less,
 * and on a repeat, what is there is looked up and what is missing is posted.
 */
export async function applyCreate(command: CreateContainer, at: Try): Promise<Applied> {
  if (at.isRepeat) {
    const key = { ...at.filing, sourceDataIdentifier: command.sourceDataIdentifier }
    const [ours, ...others] = await findContainers(at.call, key)
    const notes = others.length === 0 ? [] : [`SOAR holds this container more than once: ${others.join(', ')}`]
    if (ours !== undefined) return complete(command, { call: at.call, containerId: ours, notes, wasThere: true })
  }
  const { fields } = command
  const owner = fields.owner === null ? { id: null } : await at.owners.resolve(at.call, fields.owner)
  const notes = owner.note === undefined ? [] : [owner.note]
  const artifacts = [
    ...command.observableArtifacts.map(artifact => artifactBody(artifact, false)),
    artifactBody(command.ticketArtifact, true),
  ]
  const outcome = await createContainer(at.call, { ...newContainerBody(command, owner.id, at.filing), artifacts })
  const inline = outcome.status === 'done' ? readInlineArtifacts(outcome.body, command) : null
  if (inline !== null) return { containerId: outcome.id, artifacts: inline, refused: [], notes }
  const wasThere = outcome.status === 'existing'
  return complete(command, { call: at.call, containerId: outcome.id, notes, wasThere })
}

async function complete(
  command: CreateContainer,
  at: { call: WriteCall; containerId: string; notes: string[]; wasThere: boolean },
): Promise<Applied> {
  const { containerId, notes } = at
  const { observableArtifacts, ticketArtifact } = command
  return {
    containerId,
    wasThere: at.wasThere,
    ...(await completeArtifacts(at.call, { containerId, observableArtifacts, ticketArtifact })),
    notes,
  }
}

/** The artifacts as the answer confirms them, or null where it does not confirm each. */
function readInlineArtifacts(body: JsonObject, command: CreateContainer): AppliedArtifact[] | null {
  const sent = identifiersOf([...command.observableArtifacts, command.ticketArtifact])
  const answered = Array.isArray(body.artifacts) ? body.artifacts : []
  if (answered.length !== sent.length) return null
  const confirmed: AppliedArtifact[] = []
  for (const [index, sourceDataIdentifier] of sent.entries()) {
    const outcome = judge(answered[index])
    const isThere = outcome.status === 'done' || (outcome.status === 'existing' && outcome.of === 'artifact')
    if (!isThere) return null
    confirmed.push({ sourceDataIdentifier, id: outcome.id })
  }
  return confirmed
}
