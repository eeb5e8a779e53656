import type { AttachFile } from '../domain/command'
import { sha256Hex } from '../domain/ids'
import { BridgeError, isBridgeError } from '../errors'
import type { ReadFile } from './connector'

/** Reads a file of SOAR's vault; null where it is not there any more. */
export type VaultReader = (file: AttachFile['content'] & { mostBytes: number }) => Promise<ReadFile | null>

/**
 * The bytes of a file for a ticket. SOAR's trouble must not pass for the ticketing system's: only what is wrong with the
 * file itself is handed on as it is. Raises `unavailable` with code `file-unread`, `rejected` with `file-gone`,
 * `file-too-large` or `file-mismatch`.
 */
export async function readVaultFile(command: AttachFile, readFile: VaultReader, limit: number): Promise<ReadFile> {
  const file = await readFile({ ...command.content, mostBytes: limit }).catch((error: unknown) => {
    if (!isBridgeError(error) || error.kind === 'rejected') throw error
    const { retryAt } = error
    throw new BridgeError('unavailable', `The file cannot be read in SOAR: ${error.code}`, {
      code: 'file-unread',
      ...(retryAt !== undefined && { retryAt }),
    })
  })
  if (file === null) throw new BridgeError('rejected', 'The file is gone from SOAR', { code: 'file-gone' })
  const isOther = command.sha256 !== null && sha256Hex(file.bytes) !== command.sha256.toLowerCase()
  if (isOther) {
    throw new BridgeError('rejected', "The file's SHA-256 is not the one that SOAR told", { code: 'file-mismatch' })
  }
  return file
}

/** Keeps the ending, which says how to open the file. */
export function cutFileName(name: string, longest: number): string {
  if (name.length <= longest) return name
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? ''
  return `${name.slice(0, longest - ending.length).replace(/[\uD800-\uDBFF]$/, '')}${ending}`
}
