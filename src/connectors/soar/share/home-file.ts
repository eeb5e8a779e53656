import type { AttachFile } from '../../../domain/command'
import type { Duplicate, LookedUp, TicketApplied } from '../../connector'
import { cutFileName, readVaultFile, type VaultReader } from '../../vault-file'
import type { ReadCall, WriteCall } from '../call'
import { getContainer } from '../containers'
import { largestFileBytes, uploadFile } from '../content/upload-file'
import { findFiles, type SoughtFile } from '../find-files'
import { missing } from './update-home'

const longestName = 255

/** A file of a copy, in the vault at home; the marker in its name tells it again. It is read once it is known to be missing. */
export async function addHomeFile(
  command: AttachFile,
  { call, readFile }: { call: WriteCall; readFile: VaultReader },
): Promise<TicketApplied> {
  const sought = soughtOf(command)
  const { containerId, fileName: name } = sought
  if ((await getContainer(call, containerId)) === null) throw missing()
  const [there] = await findFiles(call, sought)
  if (there !== undefined) return { id: there.id, notes: [] }
  const { bytes } = await readVaultFile(command, readFile, largestFileBytes)
  const { id } = await uploadFile(call, { containerId, name, bytes })
  return { id, notes: [] }
}

export async function lookUpHomeFile(command: AttachFile, call: ReadCall): Promise<LookedUp<TicketApplied>> {
  const [there] = await findFiles(call, soughtOf(command))
  if (there === undefined) return { status: 'missing', what: 'the file' }
  return { status: 'found', applied: { id: there.id, notes: [] } }
}

export async function findDuplicateHomeFiles(command: AttachFile, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await findFiles(call, soughtOf(command))
  return kept === undefined ? [] : others.map(({ id: found }) => ({ what: 'file', found, kept: kept.id }))
}

/** Letters, digits, spaces, `.`, `_` and `-` stay, so that no name is a path. */
function soughtOf({ ticket, marker, fileName, sha256 }: AttachFile): SoughtFile {
  const safe = cutFileName(fileName.replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_'), longestName - marker.length - 1)
  return { containerId: ticket.id, fileName: `${marker}-${safe}`, ...(sha256 !== null && { sha256 }) }
}
