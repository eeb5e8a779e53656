import type { TicketWriter } from '../../connector'
import type { VaultReader } from '../../vault-file'
import { createReadCall, createWriteCall, type Line } from '../call'
import type { Owners } from '../owner'
import { addHomeFile, findDuplicateHomeFiles, lookUpHomeFile } from './home-file'
import { findDuplicateHomeNotes, lookUpHomeNote, writeHomeNote } from './home-note'
import { lookUpHome, updateHome } from './update-home'

/** All that a shared container is asked for at home: its fields, notes, and files. */
export function createShareWriter(parts: { line: Line; owners: Owners; readFile: VaultReader }): TicketWriter {
  const { line, owners, readFile } = parts
  return {
    async apply(command, sending) {
      const call = createWriteCall(line, sending)
      if (command.kind === 'update-ticket') return updateHome(command, { call, owners })
      if (command.kind === 'attach-file') return addHomeFile(command, { call, readFile })
      return writeHomeNote(command, call)
    },
    async lookUp(command, { record }) {
      const call = createReadCall(line, record)
      if (command.kind === 'update-ticket') return lookUpHome(command, { call, owners })
      if (command.kind === 'attach-file') return lookUpHomeFile(command, call)
      return lookUpHomeNote(command, call)
    },
    async findDuplicates(command) {
      // Fields are set once by their nature.
      if (command.kind === 'update-ticket') return []
      const call = createReadCall(line)
      return command.kind === 'attach-file'
        ? findDuplicateHomeFiles(command, call)
        : findDuplicateHomeNotes(command, call)
    },
  }
}
