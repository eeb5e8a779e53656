import { readObject } from '../body'
import { Failure } from '../envelope'
import { readNow } from '../instant'
import { isObject, type JsonObject } from '../json'
import type { Call } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import { findContainerOf, readKey, requireText } from './fields'
import type { Kind } from './records'
import { forgetDocument, keepDocument, readContains, sha256Of } from './vault'

/** `/rest/container_attachment`: files of a container; the bytes are in the vault, each file once (facts section 7). */
export function describeAttachments(soar: Soar): Kind {
  return {
    path: '/rest/container_attachment',
    model: soar.models.attachment,
    show: (row, query) => showAttachment(soar, row, query),
    create: (call, body) => addFile(soar, call, body),
    remove(call, row) {
      removeAttachment(soar, row)
      call.note({ effect: 'attachment.deleted', container: Number(row.container), attachment: row.id })
      return { success: true }
    },
  }
}

/** The success of an upload is called `succeeded`, here and nowhere else. */
function addFile(soar: Soar, call: Call, body: JsonObject): JsonObject {
  const { id: container } = findContainerOf(soar, body)
  const name = requireText(body, 'file_name')
  const bytes = decodeFile(body)
  const metadata = readObject(body.metadata ?? {}, 'metadata') as JsonObject
  const document = keepDocument(soar, { name, bytes, metadata })
  const row = attachDocument(soar, call, {
    container,
    name,
    metadata,
    vault_document: document.id,
    task: readKey(body, 'task'),
  })
  const vault = { vault_id: document.hash ?? null, hash: document.hash ?? null }
  return {
    succeeded: true,
    message: 'Added file to vault',
    id: row.id,
    container,
    size: bytes.length,
    ...(soar.switches.uploadTellsVaultId ? vault : {}),
  }
}

/** One more container that has the document. */
export function attachDocument(soar: Soar, call: Call, fields: JsonObject & { container: number }): Row {
  const row = soar.tables.attachment.insert({
    metadata: {},
    task: null,
    ...fields,
    created_via: 'automation',
    create_time: readNow(),
    user: call.caller.id,
    mime_type: readMimeType(String(fields.name)),
    es_attachment_id: null,
  })
  call.note({ effect: 'attachment.created', container: fields.container, attachment: row.id })
  return row
}

/** The document goes with the last container that has it; a real SOAR's housekeeping is not verified. */
export function removeAttachment(soar: Soar, row: Row): void {
  soar.tables.attachment.remove(row.id)
  forgetDocument(soar, Number(row.vault_document))
}

/** What the vault knows of the file comes with `pretty` only, under names that say so. */
export function showAttachment(soar: Soar, row: Row, query: URLSearchParams): JsonObject {
  const { metadata, ...attachment } = row
  const document = soar.tables.vault.find(Number(row.vault_document))
  if (!query.has('pretty') || document === undefined) return attachment
  const { hash, size } = document
  const own = isObject(metadata) ? metadata : {}
  const sha1 = hash ?? null
  return {
    ...attachment,
    _pretty_container: soar.tables.container.find(Number(row.container))?.name ?? null,
    _pretty_user: soar.tables.user.find(Number(row.user))?.username ?? null,
    _pretty_task: soar.tables.task.find(Number(row.task))?.name ?? null,
    _pretty_hash: sha1,
    _pretty_vault_id: sha1,
    _pretty_size: size ?? null,
    _pretty_path: `/opt/phantom/vault/${String(hash).slice(0, 2)}/${String(hash).slice(2, 4)}/${String(hash)}`,
    _pretty_metadata: { ...own, sha1, sha256: sha256Of(document), size: size ?? null },
    _pretty_aka: document.names ?? [],
    _pretty_contains: readContains(own),
  }
}

/** Strict, but for line breaks: what is no base64 is refused. The text is not verified. */
function decodeFile(body: JsonObject): Buffer {
  const text = typeof body.file_content === 'string' ? body.file_content.replace(/\s/g, '') : null
  if (text === null) throw new Failure(400, '"file_content" is a required field')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new Failure(400, 'Unable to decode file_content')
  return bytes
}

const MIME_TYPES: Record<string, string> = {
  csv: 'text/csv',
  eml: 'message/rfc822',
  html: 'text/html',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  xml: 'application/xml',
  zip: 'application/zip',
}

function readMimeType(name: string): string {
  return MIME_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}
