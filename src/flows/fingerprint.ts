import { sha256Hex } from '../domain/ids'

/** Beyond this, texts are taken for equal: every system cuts somewhere. */
const longestRead = 3_000

/**
 * Of what a text says: letters and digits alone, since every system keeps markup, blanks and defanged addresses in its own
 * way. A copy has the fingerprint of what it was made from; what a person edits has another.
 */
export function fingerprintOf(text: string): string {
  const words = text
    .slice(0, 4 * longestRead)
    .replace(markerAtEnd, '')
    .replaceAll('{noformat}', '')
    .toLowerCase()
    .replace(/hxxp/g, 'http')
    .replace(/&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,5});/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
  return sha256Hex(words.slice(0, longestRead)).slice(0, 32)
}

/** ServiceNow's journals keep every text of a note: theirs has hashes of the text behind the marker. */
const markerAtEnd = /[[{](?:anchor:)?soarbridge[-:]([0-9a-f]{26})(?:\.[0-9a-f]{6,12}){0,2}[\]}]\s*$/

/** The marker of the bridge at the end of a text; null where nobody but a person wrote it. */
export function markerIn(text: string): string | null {
  return markerAtEnd.exec(text.slice(-200))?.[1] ?? null
}
