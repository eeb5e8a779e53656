import { parse } from 'tldts'
import { refangedDot } from './character'

/** Real suffixes that, at the end of a bare name, mostly mean a file or a property. */
export const defaultFileSuffixes = [
  ...['cab', 'do', 'map', 'md', 'mov', 'name', 'pm', 'properties', 'ps', 'pub', 'py', 'rs', 'sh', 'so', 'tf', 'zip'],
] as const

/** What counts as a suffix beyond the public list, and what does not for bare names. */
export interface SuffixRules {
  readonly extraSuffixes: readonly string[]
  readonly fileSuffixes: readonly string[]
}

const maxLength = 253
const asciiName = /^[a-z0-9._-]*$/
const foreignName = /^[a-z0-9._\u0080-\uFFFF-]*$/
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/
const registrableLabel = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
const topLabel = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/** A host name of at least two labels in lower case and punycode, whatever its suffix; undefined where it is none. */
export function readHostName(written: string): string | undefined {
  if (written.length < 3 || written.length > maxLength) return undefined
  const name = toPunycode(written.replaceAll(refangedDot, '.').toLowerCase())
  if (name === undefined || name.length > maxLength) return undefined
  const labels = name.split('.')
  const isWellFormed = labels.length >= 2 && labels.every(part => label.test(part))
  return isWellFormed &&
    labels.slice(-2).every(part => registrableLabel.test(part)) &&
    topLabel.test(labels.at(-1) ?? '')
    ? name
    : undefined
}

function toPunycode(name: string): string | undefined {
  if (asciiName.test(name)) return name
  if (!foreignName.test(name)) return undefined
  const address = `http://${name}`
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return asciiName.test(host) && host !== '' ? host : undefined
}

/**
 * Whether a host name can be registered: it ends in a suffix that ICANN lists (of the Public Suffix List; the private
 * part of that list counts as ordinary names) or the rules name, and is more than that suffix.
 */
export function isDomain(name: string, rules: SuffixRules): boolean {
  if (rules.extraSuffixes.includes(topOf(name))) return true
  const parsed = parse(name, {
    extractHostname: false,
    allowPrivateDomains: false,
    validateHostname: false,
    detectIp: false,
  })
  return parsed.isIcann === true && parsed.domain !== null
}

/** A domain that stands alone in a text, where most dotted words are none. */
export function judgeBareDomain(written: string, rules: SuffixRules): string | undefined {
  const name = readHostName(written)
  if (name === undefined || !isDomain(name, rules)) return undefined
  const isMeant = written.includes(refangedDot) || name.startsWith('www.')
  return isMeant || !(looksLikeFile(name, rules) || looksLikeProse(written)) ? name : undefined
}

function looksLikeFile(name: string, rules: SuffixRules): boolean {
  const top = topOf(name)
  return rules.fileSuffixes.includes(top) && parse(name, { extractHostname: false }).publicSuffix === top
}

/** Two sentences without a blank between them (`done.It was`), or a name from code (`System.IO`). */
function looksLikeProse(written: string): boolean {
  const top = topOf(written)
  const isCapitalized = /^[A-Z][a-z]/.test(top)
  const isShoutedAlone = /^[A-Z]+$/.test(top) && /[a-z]/.test(written)
  return isCapitalized || isShoutedAlone
}

function topOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
