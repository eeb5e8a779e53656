import { refangedDot, trimPunctuation } from './character'
import { judgeBareDomain } from './judge-domain'
import { judgeCidr, judgeIpv4 } from './judge-ip'
import { readEmail } from './read-email'
import { readTokens } from './read-tokens'
import type { Scan, WordContext } from './scan'

/** Longest local part, the sign and the longest name: anything longer is no address. */
const maxPiece = 64 + 1 + 253
/** `a.io`; every other observable is longer. */
const shortestName = 4

interface Piece {
  text: string
  /** What follows it in its word. */
  next: string
  /** Behind a host, or in a file's path, names are those of files. */
  inPath: boolean
}

/** Reads a word piece by piece, as colons and slashes divide it. */
export function readPieces(word: string, context: WordContext): void {
  let inPath = isFilePath(word)
  let isAfterHost = false
  let start = 0
  for (let end = 0; end <= word.length; end++) {
    if (end < word.length && !isDelimiter(word.charCodeAt(end))) continue
    inPath ||= isAfterHost && '/\\'.includes(word.charAt(start - 1) || ':')
    const piece: Piece = { text: word.slice(start, end), next: word.slice(end, end + 7), inPath }
    if (end - start >= shortestName) isAfterHost = readPiece(piece, context) || isAfterHost
    start = end + 1
  }
  context.scan.meter.steps += word.length
}

/** Colon, slash and backslash. */
function isDelimiter(code: number): boolean {
  return code === 0x3a || code === 0x2f || code === 0x5c
}

/** `/var/log`, `\temp` or `C:\temp`; but two slashes lead to a host. */
function isFilePath(word: string): boolean {
  return /^(?:\/(?!\/)|\\(?!\\)|[A-Za-z]:\\)/.test(word)
}

/** True where the piece is a host. */
function readPiece(piece: Piece, context: WordContext): boolean {
  context.scan.meter.steps += 8 * Math.min(piece.text.length, maxPiece)
  const hasDot = piece.text.includes('.') || piece.text.includes(refangedDot)
  if (hasDot && piece.text.length <= maxPiece) {
    if (readName(piece, context)) return true
    // Scripts without blanks join what is around an address: its ASCII parts may be one.
    const parts = piece.text.split(/[^!-~\uE000]+/).filter(part => part !== '')
    const isHost = parts[0] !== piece.text && parts.map(text => readName({ ...piece, text }, context)).includes(true)
    if (isHost) return true
  }
  readTokens(piece.text, context.scan)
  return false
}

function readName(piece: Piece, context: WordContext): boolean {
  const text = trimPunctuation(piece.text)
  return (
    readIpv4({ ...piece, text }, context) ||
    readEmail(text, context.scan) ||
    (!piece.inPath && readDomain(text, context.scan))
  )
}

function readIpv4({ text, next }: Piece, { scan, isVersion }: WordContext): boolean {
  const value = judgeIpv4(text.replaceAll(refangedDot, '.'))
  if (value === undefined) return readRange(text, scan)
  if (isVersion && !text.includes(refangedDot)) return true
  const address = { type: 'ipv4' as const, value }
  const prefix = /^\/(\d{1,2})(?=[.:]?$|[^\w./:\\-])/.exec(next)?.[1]
  scan.found.push(...((prefix && judgeCidr(address, prefix)) || [address]))
  return true
}

/** `10.0.0.1-10.0.0.9`: both ends. */
function readRange(text: string, { found }: Scan): boolean {
  const ends = text.length > 40 ? [] : text.replaceAll(refangedDot, '.').split('-').map(judgeIpv4)
  const values = ends.filter(end => end !== undefined)
  if (values.length !== 2 || ends.length !== 2) return false
  found.push(...values.map(value => ({ type: 'ipv4' as const, value })))
  return true
}

function readDomain(text: string, scan: Scan): boolean {
  const value = judgeBareDomain(text, scan.rules)
  if (value !== undefined) scan.found.push({ type: 'domain', value })
  return value !== undefined
}
