import type { TicketCommand } from '../../../domain/command'
import { BridgeError } from '../../../errors'
import type { Duplicate, LookedUp, TicketApplied } from '../../connector'
import { findDuplicateNotes, lookUpNote, writeNote } from '../apply-note'
import type { ReadCall, WriteCall } from '../call'
import { getContainer } from '../containers'
import { commentIdOf, noteOfComment } from './note-of-comment'
import { missing } from './update-home'

/** What is said to a shared container at home, as a note of it. */
export async function writeHomeNote(command: TicketCommand, call: WriteCall): Promise<TicketApplied> {
  const note = noteOf(command)
  if ((await getContainer(call, note.containerId)) === null) throw missing()
  return appliedOf(await writeNote(note, call))
}

export async function lookUpHomeNote(command: TicketCommand, call: ReadCall): Promise<LookedUp<TicketApplied>> {
  const found = await lookUpNote(noteOf(command), call)
  if (found.status === 'missing') return found
  return { status: 'found', applied: appliedOf(found.applied) }
}

export async function findDuplicateHomeNotes(command: TicketCommand, call: ReadCall): Promise<Duplicate[]> {
  const twins = await findDuplicateNotes(noteOf(command), call)
  return twins.map((twin): Duplicate => ({ ...twin, what: 'comment' }))
}

function appliedOf({ artifacts, notes }: Awaited<ReturnType<typeof writeNote>>): TicketApplied {
  return { id: commentIdOf(artifacts[0]?.id ?? ''), notes }
}

/** A plan that hands over what only a ticketing system takes is a mistake of ours. */
function noteOf(command: TicketCommand) {
  if (command.kind === 'upsert-comment' || command.kind === 'add-work-note') return noteOfComment(command)
  throw new BridgeError('rejected', `a shared container takes no command ${command.kind}`, { code: 'unknown-command' })
}
