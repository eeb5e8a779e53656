import { sha256Hex } from '../domain/ids'

/** Beyond this, texts are taken for equal: every system cuts somewhere. */
const longestRead = 3_000

/**
 * Of what a text says: letters and digits alone, since every system keeps markup, blanks and defanged addresses in its own
 * way. A copy has the fingerprint of what it was made from; what a person edits has another.
 */
export function fingerprintOf(text: string): string {
  const words = withoutMarker(text.slice(0, 4 * longestRead))
    .replaceAll('{noformat}', '')
    .toLowerCase()
    .replace(/hxxp/g, 'http')
    .replace(/&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,5});/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return sha256Hex(words.slice(0, longestRead)).slice(0, 32)
}

/** An entry of a journal has one of its own: that of the command, and what is left of a hash of what it says. */
const markerAtEnd = /[[{](?:anchor:)?soarbridge[-:]([0-9a-f]{26}(?:\.[0-9a-f]{6,12}){0,2})[\]}]\s*$/
const longestEnd = 200

/** The marker of the bridge at the end of a text; null where there is none. Whoever can read it can write it. */
export function markerIn(text: string): string | null {
  return markerAtEnd.exec(text.slice(-longestEnd))?.[1] ?? null
}

function withoutMarker(text: string): string {
  const marked = markerAtEnd.exec(text.slice(-longestEnd))
  return marked === null ? text : text.slice(0, Math.max(0, text.length - longestEnd) + marked.index)
}
