import { createHash } from 'node:crypto'
import type { AddAttachment } from '../../domain/command'
import type { Applied, Duplicate, LookedUp } from '../connector'
import type { Try } from './apply-create'
import type { ReadCall } from './call'
import type { StoredFile } from './content/stored-file'
import { uploadFile } from './content/upload-file'
import { findFiles, type SoughtFile } from './find-files'
import { readOwnContainer } from './plan-update'
import { readBytes } from './read-attachment'

/**
 * A file in the vault, once: it is looked for on its first try too, since a result may be planned twice for one container.
 * Raises `rejected` with code `container-gone`, `container-mismatch`, `file-too-large` or `file-unreadable`.
 */
export async function applyAttachment(
  command: AddAttachment,
  { call, readFile }: Pick<Try, 'call' | 'readFile'>,
): Promise<Applied> {
  await readOwnContainer(call, command)
  const [there] = await findFiles(call, soughtOf(command))
  if (there !== undefined) return appliedOf(command, there)
  const bytes = await readBytes(command, readFile)
  const { containerId, fileName: name, metadata } = command
  const file = await uploadFile(call, { containerId, name, bytes, ...(metadata !== undefined && { metadata }) })
  return appliedOf(command, file)
}

export async function lookUpAttachment(command: AddAttachment, call: ReadCall): Promise<LookedUp> {
  const [there] = await findFiles(call, soughtOf(command))
  return there === undefined
    ? { status: 'missing', what: 'the file' }
    : { status: 'found', applied: appliedOf(command, there) }
}

export async function findDuplicateFiles(command: AddAttachment, call: ReadCall): Promise<Duplicate[]> {
  const [kept, ...others] = await findFiles(call, soughtOf(command))
  return kept === undefined ? [] : others.map(({ id: found }) => ({ what: 'file', found, kept: kept.id }))
}

function soughtOf({ containerId, fileName, content, sha256 }: AddAttachment): SoughtFile {
  const isText = 'text' in content
  return {
    containerId,
    fileName,
    ...(isText && { sha1: createHash('sha1').update(content.text).digest('hex') }),
    ...(sha256 !== undefined && { sha256 }),
  }
}

function appliedOf({ containerId, fileName }: AddAttachment, { id }: StoredFile): Applied {
  return { containerId, artifacts: [{ sourceDataIdentifier: fileName, id }], refused: [], notes: [] }
}
