import type { FileChange, NoteChange, SeenArtifactChange } from '../../../domain/container-change'
import { isJsonObject, type JsonObject } from '../../../domain/json'
import { readId } from '../answer'
import { readText, readTexts } from '../automation/read-record'
import { describeFile } from '../content/stored-file'
import type { Stamped } from './read-window'

/** Ids of those who wrote the records. */
export function authorIdsOf(records: readonly Stamped[], column: 'author' | 'user'): (string | null)[] {
  return records.map(({ record }) => readId(record[column]))
}

export function readNote({ id, at, record }: Stamped, users: ReadonlyMap<string, string>): NoteChange[] {
  const written = { text: readText(record.content), author: users.get(readId(record.author) ?? '') ?? null }
  const format = record.note_format === 'html' ? 'html' : 'markdown'
  return inContainer(record, containerId => ({
    kind: 'note',
    containerId,
    version: { at },
    id: `note:${id}`,
    title: readText(record.title),
    ...written,
    format,
    deleted: false,
  }))
}

export function readComment({ id, at, record }: Stamped, users: ReadonlyMap<string, string>): NoteChange[] {
  return inContainer(record, containerId => ({
    kind: 'note',
    containerId,
    version: { at },
    id: `comment:${id}`,
    title: '',
    text: readText(record.comment),
    format: 'text',
    author: users.get(readId(record.user) ?? '') ?? null,
    deleted: false,
  }))
}

export function readFileChange({ id, at, record }: Stamped): FileChange[] {
  const file = describeFile(record)
  return inContainer(record, containerId => ({
    kind: 'file',
    containerId,
    version: { at },
    id,
    fileName: file?.name ?? '',
    size: file?.size ?? null,
    sha256: readSha256(record),
    vaultId: file?.vaultId ?? null,
  }))
}

/** With `pretty` the vault tells it under a name of its own. */
function readSha256(record: JsonObject): string | null {
  const told = record._pretty_metadata ?? record.metadata ?? null
  const hash = isJsonObject(told) ? readText(told.sha256).toLowerCase() : ''
  return /^[0-9a-f]{64}$/.test(hash) ? hash : null
}

export function readArtifact({ id, at, record }: Stamped): SeenArtifactChange[] {
  return inContainer(record, containerId => ({
    kind: 'artifact',
    containerId,
    version: { at },
    id,
    sourceDataIdentifier: readText(record.source_data_identifier),
    name: readText(record.name),
    label: readText(record.label),
    severity: readText(record.severity),
    tags: readTexts(record.tags),
    cef: isJsonObject(record.cef) ? record.cef : {},
  }))
}

function inContainer<Change>(record: JsonObject, describe: (containerId: string) => Change): Change[] {
  const containerId = readId(record.container ?? record.container_id)
  return containerId === null ? [] : [describe(containerId)]
}
