import { createHash } from 'node:crypto'
import { isJsonObject, type Json } from '../../../domain/json'
import { BridgeError } from '../../../errors'
import { explain, judge } from '../answer'
import type { FileCall } from '../call'
import { readVaultId } from './stored-file'

const path = '/rest/download_attachment'
const defaultMostBytes = 64_000_000
/** A refusal is short; a longer answer is not looked into. */
const longestRefusal = 10_000

/**
 * The bytes of a file of the vault. Their SHA-1 is the vault id, so that no login page and no cut answer passes for them.
 * Raises `rejected` with code `not-found` or `bad-id`, `unavailable` with code `file-mismatch`.
 */
export async function downloadFile(call: FileCall, vaultId: string, mostBytes = defaultMostBytes): Promise<Buffer> {
  const id = readVaultId(vaultId)
  if (id === null) throw new BridgeError('rejected', 'A vault id is 40 hexadecimal digits', { code: 'bad-id' })
  const bytes = await call.getBytes(path, [['vault_id', id]], mostBytes)
  if (createHash('sha1').update(bytes).digest('hex') === id) return bytes
  throw refusalIn(bytes) ?? mismatch()
}

/** `failed` may come with 200 (soar.md section 3). */
function refusalIn(bytes: Buffer): BridgeError | null {
  const outcome = judge(bytes.length <= longestRefusal ? parse(bytes.toString('utf8')) : undefined)
  if (outcome.status !== 'refused') return null
  const { kind, code, says } = explain(outcome.message) ?? { kind: 'rejected', code: 'refused', says: 'refused' }
  return new BridgeError(kind, `GET ${path}: ${says}`, { code })
}

function parse(text: string): Json {
  try {
    const body = JSON.parse(text) as Json
    return isJsonObject(body) ? body : null
  } catch {
    return null
  }
}

function mismatch(): BridgeError {
  return new BridgeError('unavailable', `GET ${path}: the answer is not that file; try again`, {
    code: 'file-mismatch',
  })
}
