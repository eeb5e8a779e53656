import { BridgeError } from '../../../errors'
import type { ReadFile } from '../../connector'
import { readText } from '../automation/read-record'
import type { FileCall, ReadCall } from '../call'
import { nullIfMissing } from '../content/confirm'
import { downloadFile } from '../content/download-file'
import { readStoredFile } from '../content/stored-file'

/**
 * The bytes behind an attachment, proven by the vault's SHA-1; null where SOAR no longer has it. Raises `rejected` with code
 * `file-too-large`, before anything is read where SOAR tells the size.
 */
export async function readVaultFile(
  call: ReadCall & FileCall,
  { id, mostBytes }: { id: string; mostBytes: number },
): Promise<ReadFile | null> {
  const file = await readStoredFile(call, id)
  if (file === null || file.vaultId === null) return null
  if (file.size !== null && file.size > mostBytes) {
    const says = `the file has ${file.size} bytes, at most ${mostBytes} are read`
    throw new BridgeError('rejected', says, { code: 'file-too-large' })
  }
  const bytes = await nullIfMissing(downloadFile(call, file.vaultId, mostBytes))
  if (bytes === null) return null
  const type = readText(file.record.mime_type)
  return { fileName: file.name, mimeType: type === '' ? null : type, bytes }
}
