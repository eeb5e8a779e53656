import type { Observable } from '../../domain/observable'
import { isAlphanumeric, isHexDigit, refangedDot } from './character'
import { judgeCidr, judgeIpv6 } from './judge-ip'
import { readPieces } from './read-pieces'
import type { WordContext } from './scan'

const colon = 0x3a
const dot = 0x2e

/** Longest address that IPv6 knows, with an IPv4 tail; a doubled colon on either side may be punctuation. */
const maxRun = 49

/** Reads one unbroken word: IPv6 addresses first, since their colons divide everything else. */
export function readWord(word: string, context: WordContext): void {
  context.scan.meter.steps += 2 * word.length
  let from = 0
  let at = word.includes(':') ? 0 : word.length
  while (at < word.length) {
    const start = at
    while (isAddressPart(word, at)) at++
    const read = at - start < 3 || at - start > maxRun ? undefined : readAddress(word, start, at)
    if (read !== undefined) {
      readPieces(word.slice(from, read.start), context)
      context.scan.found.push(...read.observables)
      from = read.end
      at = read.end
    }
    at++
  }
  if (from < word.length) readPieces(word.slice(from), context)
}

function isAddressPart(word: string, at: number): boolean {
  const code = word.charCodeAt(at)
  return isHexDigit(code) || code === colon || code === dot || word.charAt(at) === refangedDot
}

/** An address in a run of hexadecimal digits and colons, free of its neighbors (`src:2001:db8::1`), with zone and prefix. */
function readAddress(
  word: string,
  runStart: number,
  runEnd: number,
): { start: number; end: number; observables: Observable[] } | undefined {
  if (isAlphanumeric(word.charCodeAt(runEnd))) return undefined
  let start = isAlphanumeric(word.charCodeAt(runStart - 1)) ? word.indexOf(':', runStart) : runStart
  if (start === -1 || start >= runEnd || (start > runStart && word.charAt(start + 1) === ':')) return undefined
  if (word.charAt(start) === ':' && word.charAt(start + 1) !== ':') start++
  let end = runEnd
  while (end > start && isPunctuation(word, end)) end--
  const address = judgeIpv6(word.slice(start, end).replaceAll(refangedDot, '.'))
  if (address === undefined) return undefined
  const [tail = '', prefix] = /^(?:%\w{1,15})?(?:\/(\d{1,3})(?![\w/]))?/.exec(word.slice(end, end + 22)) ?? []
  const network = prefix === undefined ? undefined : judgeCidr(address, prefix)
  return { start, end: end + tail.length, observables: network ?? [address] }
}

/** A dot or a single colon at the end; a doubled colon is part of the address. */
function isPunctuation(word: string, end: number): boolean {
  const last = word.charAt(end - 1)
  return last === '.' || last === refangedDot || (last === ':' && word.charAt(end - 2) !== ':')
}
