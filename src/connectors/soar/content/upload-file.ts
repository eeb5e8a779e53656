import { createHash } from 'node:crypto'
import type { JsonObject } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import type { WriteCall } from '../call'
import { make, toNumber } from './confirm'
import { readStoredFile, readVaultId, type StoredFile } from './stored-file'

const path = '/rest/container_attachment'
/** As base64, with the rest of the body, what nginx in front of SOAR lets through (soar.md section 7). */
export const largestFileBytes = 23_900_000

export interface NewFile {
  containerId: string
  name: string
  bytes: Buffer
  description?: string
  /** What is in it, for apps: `vault id`, `pcap`… Default `vault id`. */
  contains?: readonly string[]
  /** What else the vault is told of it. */
  metadata?: JsonObject
  taskId?: string
}

/**
 * Uploads a file and proves that it arrived: its size, and its SHA-1, which is SOAR's vault id. Raises `rejected` with
 * code `request-too-large` before anything is sent, `unavailable` with code `file-mismatch` where SOAR has other bytes.
 */
export async function uploadFile(call: WriteCall, file: NewFile): Promise<StoredFile> {
  const { containerId, name, bytes } = file
  if (bytes.length > largestFileBytes) {
    const says = `the file has ${bytes.length} bytes, SOAR takes ${largestFileBytes}; split or compress it`
    throw new BridgeError('rejected', `POST ${path}: ${says}`, { code: 'request-too-large' })
  }
  const { id, body } = await make(call, path, uploadBody(file))
  const told = readVaultId(body.vault_id) ?? readVaultId(body.hash)
  const size = typeof body.size === 'number' ? body.size : null
  const answered: StoredFile = { id, containerId, name, vaultId: told, size, record: body }
  // Older versions do not tell the vault id here.
  const stored = told === null ? await readStoredFile(call, id) : answered
  const vaultId = createHash('sha1').update(bytes).digest('hex')
  const isSame = stored?.vaultId === vaultId && (stored.size ?? bytes.length) === bytes.length
  if (stored !== null && isSame) return { ...stored, size: bytes.length }
  throw new BridgeError('unavailable', `POST ${path}: SOAR has other bytes than were sent; delete file ${id} there`, {
    code: 'file-mismatch',
    effect: 'unknown',
    // A status makes it the fault of the file: it is not sent for ever.
    status: 200,
  })
}

function uploadBody({ containerId, name, bytes, taskId, ...about }: NewFile): JsonObject {
  const { description, contains = ['vault id'], metadata } = about
  return {
    container_id: toNumber(containerId),
    file_name: name,
    file_content: bytes.toString('base64'),
    metadata: { ...metadata, contains: [...contains], ...(description !== undefined && { description }) },
    ...(taskId !== undefined && { task_id: toNumber(taskId) }),
  }
}
