import type { LeaveContainer } from '../../domain/command'
import type { Applied, LookedUp } from '../connector'
import { lookUpNote, type WantedNote, writeNote } from './apply-note'
import type { ReadCall, WriteCall } from './call'
import { differences } from './container-fields'
import { getContainer, updateContainer } from './containers'

/** The tag first, then the note. A container that is gone needs neither. */
export async function applyLeave(command: LeaveContainer, call: WriteCall): Promise<Applied> {
  const missing = await missingTag(command, call)
  if (missing === null) return goneFrom(command)
  if (Object.keys(missing).length > 0) await updateContainer(call, command.containerId, missing)
  return writeNote(noteOf(command), call)
}

export async function lookUpLeave(command: LeaveContainer, call: ReadCall): Promise<LookedUp> {
  const missing = await missingTag(command, call)
  if (missing === null) return { status: 'found', applied: goneFrom(command) }
  if (Object.keys(missing).length > 0) return { status: 'missing', what: 'the tag' }
  return lookUpNote(noteOf(command), call)
}

/** What the container lacks of the tag; null where there is no container. */
async function missingTag({ containerId, tag }: LeaveContainer, call: ReadCall) {
  const current = await getContainer(call, containerId)
  const tags = { add: tag === null ? [] : [tag], remove: [] }
  return current && differences(current, { set: {}, tags, ownerId: null })
}

function noteOf({ containerId, marker, title, text }: LeaveContainer): WantedNote {
  return { containerId, marker, title, text, noteId: null }
}

function goneFrom({ containerId }: LeaveContainer): Applied {
  return { containerId, artifacts: [], refused: [], notes: ['SOAR no longer has the container that was left'] }
}
