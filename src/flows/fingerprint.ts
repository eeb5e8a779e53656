import { sha256Hex } from '../domain/ids'

/** Of more words than these the rest has a hash of its own, so that what was stored before that was read is known again. */
const headLength = 3_000
const hashLength = 32

/**
 * Of what a text says: letters and digits alone, since every system keeps markup, blanks and defanged addresses in its own
 * way. What a person edits has another one, wherever it stands.
 */
export function fingerprintOf(text: string): string {
  const words = wordsOf(text)
  const head = hashOf(words.slice(0, headLength))
  return words.length <= headLength ? head : head + hashOf(words)
}

/** Texts up to here arrive whole: systems take some 30,000 characters, and defanging makes at most four of one. */
const longestWhole = 7_000

/** Of a text that is written elsewhere: a long one may be cut there, so that its head alone is known again. */
export function copyFingerprintOf(text: string): string {
  const fingerprint = fingerprintOf(text)
  return text.length <= longestWhole ? fingerprint : fingerprint.slice(0, hashLength)
}

/** Fingerprints that mean the same as this one: one that was stored may be of the head alone. */
export function knownFingerprints(fingerprint: string): string[] {
  return fingerprint.length > hashLength ? [fingerprint, fingerprint.slice(0, hashLength)] : [fingerprint]
}

function wordsOf(text: string): string {
  return withoutMarker(text)
    .replaceAll('{noformat}', '')
    .toLowerCase()
    .replace(/hxxp/g, 'http')
    .replace(/&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,5});/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function hashOf(words: string): string {
  return sha256Hex(words).slice(0, hashLength)
}

/** An entry of a journal has one of its own: that of the command, and what is left of a hash of what it says. SOAR has it escaped. */
const markerAtEnd = /[[{](?:anchor:)?soarbridge[-:]([0-9a-f]{26}(?:\.[0-9a-f]{6,12}){0,2})\\?[\]}]\s*$/
const longestEnd = 200

/** The marker of the bridge at the end of a text; null where there is none. Whoever can read it can write it. */
export function markerIn(text: string): string | null {
  return markerAtEnd.exec(text.slice(-longestEnd))?.[1] ?? null
}

function withoutMarker(text: string): string {
  const marked = markerAtEnd.exec(text.slice(-longestEnd))
  return marked === null ? text : text.slice(0, Math.max(0, text.length - longestEnd) + marked.index)
}
