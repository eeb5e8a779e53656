import { isJsonObject, type Json, type JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import type { ReadCall } from '../call'
import { readRecord } from './confirm'

/** A file of a container. What SOAR does not tell is null. */
export interface StoredFile {
  id: string
  containerId: string | null
  name: string
  /** The SHA-1 of its bytes, lower case. */
  vaultId: string | null
  size: number | null
  record: JsonObject
}

/** Reads a record of /rest/container_attachment: what the vault knows comes plain or, with `pretty`, as `_pretty_…`. */
export function describeFile(record: JsonObject): StoredFile | null {
  const id = readId(record.id)
  if (id === null) return null
  const tell = (name: string): Json => record[name] ?? record[`_pretty_${name}`] ?? null
  const size = tell('size')
  return {
    id,
    containerId: readId(record.container_id ?? record.container),
    name: typeof record.name === 'string' ? record.name : '',
    vaultId: readVaultId(tell('vault_id')) ?? readVaultId(tell('hash')),
    size: typeof size === 'number' ? size : null,
    record,
  }
}

/** The file with its vault id, which older versions tell at the vault's own document only. */
export async function readStoredFile(call: ReadCall, id: string): Promise<StoredFile | null> {
  const record = await readRecord(call, { path: '/rest/container_attachment', id, flags: ['pretty'] })
  const file = record === null ? null : describeFile(record)
  const document = readId(file?.record.vault_document)
  if (file === null || file.vaultId !== null || document === null) return file
  const known = await readRecord(call, { path: '/rest/vault_document', id: document })
  if (!isJsonObject(known)) return file
  const size = typeof known.size === 'number' ? known.size : file.size
  return { ...file, vaultId: readVaultId(known.hash), size }
}

export function readVaultId(value: Json | undefined): string | null {
  return typeof value === 'string' && /^[0-9a-f]{40}$/i.test(value) ? value.toLowerCase() : null
}
