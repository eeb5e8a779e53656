import type { TicketCommand } from '../../../domain/command'
import { BridgeError } from '../../../errors'
import type { Duplicate, TicketApplied, TicketWriter } from '../../connector'
import type { VaultReader } from '../../vault-file'
import { findDuplicateNotes, lookUpNote, writeNote } from '../apply-note'
import { createReadCall, createWriteCall, type Line, type WriteCall } from '../call'
import { getContainer } from '../containers'
import type { Owners } from '../owner'
import { addHomeFile, findDuplicateHomeFiles, lookUpHomeFile } from './home-file'
import { commentIdOf, noteOfComment } from './note-of-comment'
import { lookUpHome, missing, updateHome } from './update-home'

/** All that a shared container is asked for at home: its fields, notes, and files. */
export function createShareWriter(parts: { line: Line; owners: Owners; readFile: VaultReader }): TicketWriter {
  const { line, owners, readFile } = parts
  return {
    async apply(command, sending) {
      const call = createWriteCall(line, sending)
      if (command.kind === 'update-ticket') return updateHome(command, { call, owners })
      if (command.kind === 'attach-file') return addHomeFile(command, { call, readFile })
      return writeHomeNote(noteOf(command), call)
    },
    async lookUp(command, { record }) {
      const call = createReadCall(line, record)
      if (command.kind === 'update-ticket') return lookUpHome(command, { call, owners })
      if (command.kind === 'attach-file') return lookUpHomeFile(command, call)
      const found = await lookUpNote(noteOf(command), call)
      if (found.status === 'missing') return found
      return { status: 'found', applied: appliedOf(found.applied) }
    },
    async findDuplicates(command) {
      // Fields are set once by their nature.
      if (command.kind === 'update-ticket') return []
      if (command.kind === 'attach-file') return findDuplicateHomeFiles(command, createReadCall(line))
      const twins = await findDuplicateNotes(noteOf(command), createReadCall(line))
      return twins.map((twin): Duplicate => ({ ...twin, what: 'comment' }))
    },
  }
}

async function writeHomeNote(note: ReturnType<typeof noteOf>, call: WriteCall): Promise<TicketApplied> {
  if ((await getContainer(call, note.containerId)) === null) throw missing()
  return appliedOf(await writeNote(note, call))
}

function appliedOf({ artifacts, notes }: Awaited<ReturnType<typeof writeNote>>): TicketApplied {
  return { id: commentIdOf(artifacts[0]?.id ?? ''), notes }
}

/** A plan that hands over what only a ticketing system takes is a mistake of ours. */
function noteOf(command: TicketCommand) {
  if (command.kind === 'upsert-comment' || command.kind === 'add-work-note') return noteOfComment(command)
  throw new BridgeError('rejected', `a shared container takes no command ${command.kind}`, { code: 'unknown-command' })
}
