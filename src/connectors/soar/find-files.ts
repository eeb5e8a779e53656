import { isJsonObject } from '../../domain/json'
import type { ReadCall } from './call'
import { toNumber } from './content/confirm'
import { describeFile, type StoredFile } from './content/stored-file'
import { readAll } from './walk'

/** A file by the marker in its name, with what is known of its bytes. */
export interface SoughtFile {
  containerId: string
  fileName: string
  sha1?: string
  sha256?: string
}

/** Files of the container that carry the marker and are not known to hold other bytes, the oldest first. */
export async function findFiles(call: ReadCall, sought: SoughtFile): Promise<StoredFile[]> {
  const { containerId, fileName } = sought
  const prefix = /^[0-9a-f]{26}-/.exec(fileName)?.[0] ?? fileName
  const records = await readAll(call, '/rest/container_attachment', {
    filters: [
      { field: 'container_id', value: toNumber(containerId) },
      { field: 'name', operator: 'startswith', value: prefix },
    ],
    flags: ['pretty'],
  })
  const isOurs = (file: StoredFile) =>
    file.containerId === containerId && file.name.startsWith(prefix) && isSameContent(file, sought)
  return records.flatMap(record => describeFile(record) ?? []).filter(isOurs)
}

/** What SOAR does not tell proves no difference: older versions tell no hash here. */
function isSameContent({ vaultId, record }: StoredFile, { sha1, sha256 }: SoughtFile): boolean {
  if (sha1 !== undefined) return vaultId === null || vaultId === sha1
  const told = record._pretty_metadata ?? record.metadata ?? null
  const stored = isJsonObject(told) ? told.sha256 : undefined
  return sha256 === undefined || typeof stored !== 'string' || stored.toLowerCase() === sha256.toLowerCase()
}
