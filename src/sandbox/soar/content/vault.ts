import { createHash } from 'node:crypto'
import { notFound, replyFile } from '../envelope'
import { readNow } from '../instant'
import { isObject, type Json, type JsonObject } from '../json'
import type { Route } from '../route'
import type { Soar } from '../soar'
import type { Row } from '../table'
import type { Kind } from './records'

/** `/rest/vault_document`: what is known of a file, whichever containers have it. It cannot be deleted (405). */
export function describeVault(soar: Soar): Kind {
  return { path: '/rest/vault_document', model: soar.models.vault, show: showDocument }
}

/** `/rest/download_attachment?vault_id=<sha1>`: the bytes. */
export function createDownloadRoutes(soar: Soar): Route[] {
  return [
    {
      method: 'get',
      path: '/rest/download_attachment',
      answer({ query }) {
        const [id] = soar.tables.vault.lookUp('hash', query.get('vault_id')) ?? []
        const document = id === undefined ? undefined : soar.tables.vault.find(id)
        if (document === undefined) throw notFound()
        const [name = 'file'] = Array.isArray(document.names) ? document.names : []
        return replyFile({ type: 'application/octet-stream', name: String(name), bytes: readBytes(document) })
      },
    },
  ]
}

/** Takes a file into the vault, or its further name where it is there. Its id is the SHA-1 of its bytes. */
export function keepDocument(soar: Soar, file: { name: string; bytes: Buffer; metadata: JsonObject }): Row {
  const { vault } = soar.tables
  const hash = createHash('sha1').update(file.bytes).digest('hex')
  const [known] = vault.lookUp('hash', hash) ?? []
  const document = known === undefined ? undefined : vault.find(known)
  if (document === undefined) {
    const now = readNow()
    return vault.insert({
      hash,
      size: file.bytes.length,
      names: [file.name],
      contains: readContains(file.metadata),
      meta: file.metadata,
      tags: [],
      create_time: now,
      first_seen_time: now,
      version: 1,
      base64: file.bytes.toString('base64'),
    })
  }
  const names = Array.isArray(document.names) ? document.names : []
  if (!names.includes(file.name)) vault.update(document, { names: [...names, file.name] })
  return document
}

/** The document goes where no container has it any more. */
export function forgetDocument(soar: Soar, id: number): void {
  const left = soar.tables.attachment.lookUp('vault_document', id)?.size ?? 0
  if (left === 0) soar.tables.vault.remove(id)
}

export function sha256Of(document: Row): string {
  return createHash('sha256').update(readBytes(document)).digest('hex')
}

/** What the uploader says a file holds: `vault id`, `pcap`… */
export function readContains({ contains }: JsonObject): Json[] {
  return Array.isArray(contains) ? contains : []
}

function readBytes({ base64 }: Row): Buffer {
  return Buffer.from(String(base64), 'base64')
}

function showDocument(document: Row): JsonObject {
  const { base64: _, meta, ...rest } = document
  return { ...rest, meta: { ...(isObject(meta ?? null) ? (meta as JsonObject) : {}), sha256: sha256Of(document) } }
}
