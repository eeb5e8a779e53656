import type { Observable } from '../../domain/observable'
import { isAuthorityPart, refangedDot } from './character'
import { isDomain, readHostName, type SuffixRules } from './judge-domain'
import { judgeIpv4, judgeIpv6 } from './judge-ip'
import type { Meter } from './scan'

/** Longest first, so that `https` is not read as `http`. */
const schemes = ['https', 'ldaps', 'http', 'ftps', 'sftp', 'ldap', 'ftp', 'wss', 'rmi', 'ws']
const maxAuthority = 512
const maxUrl = 4096

export interface FoundUrl {
  /** Where the scheme begins and where the scan goes on. */
  start: number
  end: number
  observables: Observable[]
}

/**
 * Reads the URL whose `://` stands at `colon`; undefined where it is none. Gives the URL and its host.
 * The authority is bounded and ends at the next slash; the rest is read only where the authority is good, and then used up:
 * no character is read twice, however often `://` repeats.
 */
export function readUrl(
  text: string,
  colon: number,
  parts: { rules: SuffixRules; meter: Meter },
): FoundUrl | undefined {
  const before = text.slice(Math.max(0, colon - 5), colon).toLowerCase()
  const scheme = schemes.find(known => before.endsWith(known))
  if (scheme === undefined) return undefined
  const from = colon + 3
  let end = from
  while (end - from < maxAuthority && isAuthorityPart(text.charCodeAt(end))) end++
  parts.meter.steps += end - from + 8
  const host = readAuthority(text.slice(from, end), parts.rules)
  if (host === undefined) return undefined
  const restStart = from + host.length
  const hasRest = restStart === end && /^[/?#]/.test(text.charAt(end))
  const restEnd = hasRest ? endOfRest(text, end) : restStart
  parts.meter.steps += 2 * (restEnd - restStart)
  const rest = stripTail(text.slice(restStart, restEnd)).replaceAll(refangedDot, '.')
  const value = `${scheme}://${host.text}${rest}`
  const observables: Observable[] = value.length > maxUrl ? [] : [{ type: 'url', value }]
  if (host.observable !== undefined) observables.push(host.observable)
  return { start: colon - scheme.length, end: restEnd, observables }
}

interface Host {
  observable: Observable | undefined
  text: string
  /** How many characters of the written text it takes. */
  length: number
}

/** User, host and port. What follows the host in scripts without blanks, or as punctuation, is no part of it. */
function readAuthority(written: string, rules: SuffixRules): Host | undefined {
  const at = written.lastIndexOf('@')
  const host = readHost(written.slice(at + 1), rules)
  if (host === undefined) return undefined
  const user = written.slice(0, at + 1).replaceAll(refangedDot, '.')
  const port = /^:\d{1,5}(?!\w)/.exec(written.slice(at + 1 + host.length))?.[0] ?? ''
  return {
    observable: host.observable,
    text: `${user}${host.text}${port}`,
    length: at + 1 + host.length + port.length,
  }
}

function readHost(written: string, rules: SuffixRules): Host | undefined {
  if (written.startsWith('[')) return readBracketedAddress(written)
  const run = /^[^:[\]@!$&=+%~]*/.exec(written)?.[0] ?? ''
  const name = run.replace(/[.-]{1,9}$/, '')
  const ip = judgeIpv4(name.replaceAll(refangedDot, '.'))
  if (ip !== undefined) return { observable: { type: 'ipv4', value: ip }, text: ip, length: run.length }
  const named = readNamedHost(name, rules)
  if (named !== undefined) return { ...named, length: run.length }
  const beginning = /^[!-~\uE000]*/.exec(name)?.[0] ?? ''
  return beginning === name ? undefined : readNamedHost(beginning, rules)
}

function readBracketedAddress(written: string): Host | undefined {
  const close = written.indexOf(']')
  const observable = close === -1 ? undefined : judgeIpv6(written.slice(1, close))
  return observable && { observable, text: written.slice(0, close + 1).toLowerCase(), length: close + 1 }
}

/** Names under a suffix of no registry (`srv.corp.local`) have URLs, but are no domains; single labels are neither. */
function readNamedHost(written: string, rules: SuffixRules): Host | undefined {
  const name = readHostName(written)
  if (name === undefined) return undefined
  const isKnown = isDomain(name, rules)
  const isForeign = !/^[!-~\uE000]*$/.test(written)
  if (!isKnown && isForeign) return undefined
  return { observable: isKnown ? { type: 'domain', value: name } : undefined, text: name, length: written.length }
}

const opening = '(['
const closing = ')]'
const terminators = ' <>"\'`{}|\\^“”‘’«»„。，、；（）「」『』【】《》…'

/** The path, query and fragment end at a blank, a quote, a bracket that was not opened inside, or before the next URL of a list. */
function endOfRest(text: string, from: number): number {
  const open: string[] = []
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at)
    if (character < ' ' || terminators.includes(character) || /\s/.test(character)) return at
    if (opening.includes(character)) open.push(closing.charAt(opening.indexOf(character)))
    else if (closing.includes(character) && open.pop() !== character) return at
    else if ((character === ',' || character === ';') && /^(?:https?|ftp):\/\//i.test(text.slice(at + 1, at + 9)))
      return at
  }
  return text.length
}

/** Punctuation and markup at the end belong to the sentence, not to the address. */
function stripTail(rest: string): string {
  let end = rest.length
  while (end > 0 && '.,;:!?*_~([-\uE000'.includes(rest.charAt(end - 1))) end--
  return rest.slice(0, end)
}
