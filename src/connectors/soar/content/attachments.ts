import type { JsonObject } from '../../../domain/json'
import type { WriteCall } from '../call'
import type { Filter, ListQuery } from '../query'
import { walk } from '../walk'
import { remove, toNumber } from './confirm'
import { downloadFile } from './download-file'
import { describeFile, readStoredFile, type StoredFile } from './stored-file'
import { type NewFile, uploadFile } from './upload-file'

const path = '/rest/container_attachment'

export interface FileQuery {
  containerId?: string
  name?: string
  vaultId?: string
}

/** Files of containers, and the vault that holds their bytes (soar.md section 7). */
export function createAttachmentsApi(call: WriteCall) {
  return {
    upload: (file: NewFile): Promise<StoredFile> => uploadFile(call, file),
    /** The bytes behind a vault id, proven by it; at most `mostBytes`, by default 64 MB. */
    download: (vaultId: string, mostBytes?: number): Promise<Buffer> => downloadFile(call, vaultId, mostBytes),
    get: (id: string): Promise<StoredFile | null> => readStoredFile(call, id),
    find: (query: FileQuery): AsyncGenerator<StoredFile> => findFiles(call, query),
    list: (query: ListQuery = {}): AsyncGenerator<JsonObject> => walk(call, path, query),
    /** The vault keeps the bytes as long as another container has them. */
    delete: (id: string): Promise<void> => remove(call, { path, id }),
  }
}

async function* findFiles(call: WriteCall, query: FileQuery): AsyncGenerator<StoredFile> {
  for await (const record of walk(call, path, { filters: filtersOf(query), flags: ['pretty'] })) {
    const file = describeFile(record)
    if (file !== null) yield file
  }
}

function filtersOf({ containerId, name, vaultId }: FileQuery): Filter[] {
  return [
    ...(containerId === undefined ? [] : [{ field: 'container_id', value: toNumber(containerId) }]),
    ...(name === undefined ? [] : [{ field: 'name', value: name }]),
    ...(vaultId === undefined ? [] : [{ field: 'vault_document__hash', value: vaultId.toLowerCase() }]),
  ]
}
