import type { AddAttachment } from '../domain/command'
import { sha256Hex } from '../domain/ids'
import { markerOf } from '../domain/marker'
import type { TicketRef } from '../domain/ticket'
import type { PostedResult } from './read-result'
import { vaultFileName } from './vault-file-name'

/** Longer texts are cut on the artifact of a result, and how long they were is told. */
export const longestText = 4_000

/** Raw data that its artifact cannot hold, as a file; null where it can. The same result always makes the same file. */
export function resultFile(
  { id, record }: Pick<PostedResult, 'id' | 'record'>,
  ticket: TicketRef,
): (Pick<AddAttachment, 'fileName' | 'content'> & { sha256: string }) | null {
  const text = record.raw_data ?? ''
  if (text.length <= longestText) return null
  const sha256 = sha256Hex(text)
  const marker = markerOf(ticket.connection, ticket.id, 'raw-data', id, sha256)
  return {
    fileName: vaultFileName(marker, `raw-data.${extensionOf(text)}`),
    content: { text },
    sha256,
  }
}

/** For whoever opens it; nothing is parsed. */
function extensionOf(text: string): 'json' | 'xml' | 'txt' {
  if (/^\s*[[{]/.test(text)) return 'json'
  return /^\s*</.test(text) ? 'xml' : 'txt'
}
