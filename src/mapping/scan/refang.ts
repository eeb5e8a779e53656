import { isAlphanumeric, refangedDot } from './character'
import type { Meter } from './scan'

/** A stretch of the text that reads differently: what stands for it, and where it ends. */
interface Replacement {
  text: string
  end: number
}

const bracketed = new Map([
  ['.', refangedDot],
  ['dot', refangedDot],
  ['@', '@'],
  ['at', '@'],
  [':', ':'],
  ['/', '/'],
  ['//', '//'],
  ['://', '://'],
])
const closers = new Map([
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
])
const entities = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&nbsp;', ' '],
  ['&#39;', "'"],
])

/** Zero-width and direction marks, soft hyphens, and our own sign for a dot: never part of an address. */
const invisible = /^[\p{Default_Ignorable_Code_Point}\uE000]$/u
/** Dots and hyphens that look like, or stand for, the ASCII ones. */
const lookalikes = new Map([
  ['\uFF0E', '.'],
  ['\uFF61', '.'],
  ['\u2024', '.'],
  ['\u2010', '-'],
  ['\u2011', '-'],
])

/** What each of these characters may begin; all others stand for themselves. */
const readers = new Map<number, (text: string, at: number) => Replacement | undefined>([
  [code('['), (text, at) => readMention(text, at) ?? readBracketed(text, at) ?? readHalfOpen(text, at)],
  [code('('), readBracketed],
  [code('{'), readBracketed],
  [code(' '), readSpaced],
  [code('.'), readHalfClosed],
  [code('\\'), readEscaped],
  [code('&'), readEntity],
  [code('h'), readScheme],
  [code('H'), readScheme],
  [code('f'), readScheme],
  [code('F'), readScheme],
])
const longestLookAhead = 9

function code(character: string): number {
  return character.charCodeAt(0)
}

/**
 * Undoes what people do to make addresses harmless (`hxxp`, `[.]`, `(at)`, `\.`) and what hides them (zero-width
 * characters), and takes out mentions (`[~accountid:…]`). One pass; each look ahead is bounded, so the work is linear.
 */
export function refang(text: string, meter: Meter): string {
  let out = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const here = text.charCodeAt(at)
    const read = here > 127 ? readForeign : readers.get(here)
    if (read === undefined) continue
    meter.steps += longestLookAhead
    const replacement = read(text, at)
    if (replacement === undefined) continue
    meter.steps += replacement.end - at
    out += text.slice(from, at) + replacement.text
    from = replacement.end
    at = replacement.end - 1
  }
  meter.steps += text.length
  return out + text.slice(from)
}

/** `[.]`, `(dot)`, `{at}`, `[:]` … */
function readBracketed(text: string, at: number): Replacement | undefined {
  const closer = closers.get(text.charAt(at))
  if (closer === undefined) return undefined
  const close = text.slice(at + 1, at + 7).indexOf(closer)
  const meant =
    close === -1
      ? undefined
      : bracketed.get(
          text
            .slice(at + 1, at + 1 + close)
            .trim()
            .toLowerCase(),
        )
  return meant === undefined ? undefined : { text: meant, end: at + close + 2 }
}

/** `evil [.] com`: blanks on both sides belong to the dot. */
function readSpaced(text: string, at: number): Replacement | undefined {
  const dot = readBracketed(text, at + 1)
  if (dot === undefined || (dot.text !== refangedDot && dot.text !== '@')) return undefined
  const isBetween = text.charAt(dot.end) === ' ' && isBetweenAlphanumerics(text, at, dot.end + 1)
  return isBetween ? { text: dot.text, end: dot.end + 1 } : undefined
}

/** `evil[.com` */
function readHalfOpen(text: string, at: number): Replacement | undefined {
  const isHalf = text.charAt(at + 1) === '.' && isBetweenAlphanumerics(text, at, at + 2)
  return isHalf ? { text: refangedDot, end: at + 2 } : undefined
}

/** `evil.]com` */
function readHalfClosed(text: string, at: number): Replacement | undefined {
  const isHalf = text.charAt(at + 1) === ']' && isBetweenAlphanumerics(text, at, at + 2)
  return isHalf ? { text: refangedDot, end: at + 2 } : undefined
}

/** `evil\.com`, and the slashes of escaped JSON. */
function readEscaped(text: string, at: number): Replacement | undefined {
  const next = text.charAt(at + 1)
  if (next === '/') return { text: '/', end: at + 2 }
  return next === '.' && isBetweenAlphanumerics(text, at, at + 2) ? { text: refangedDot, end: at + 2 } : undefined
}

function isBetweenAlphanumerics(text: string, start: number, end: number): boolean {
  return isAlphanumeric(text.charCodeAt(start - 1)) && isAlphanumeric(text.charCodeAt(end))
}

/** Descriptions in HTML escape the ampersands of their addresses. */
function readEntity(text: string, at: number): Replacement | undefined {
  const end = text.slice(at, at + 6).indexOf(';')
  const meant = end === -1 ? undefined : entities.get(text.slice(at, at + end + 1).toLowerCase())
  return meant === undefined ? undefined : { text: meant, end: at + end + 1 }
}

const schemePattern = /^(?:h[tx*_#]{2}p|f[tx*]p)(?:s|[[(]s[\])])?(?=:|[[({][:\s])/i

/** `hxxp`, `h**ps`, `fxp` before a colon, which may be in brackets itself. */
function readScheme(text: string, at: number): Replacement | undefined {
  if (isAlphanumeric(text.charCodeAt(at - 1))) return undefined
  const written = schemePattern.exec(text.slice(at, at + 9))?.[0].toLowerCase()
  if (written === undefined) return undefined
  const name = written.startsWith('h') ? 'http' : 'ftp'
  return { text: written.includes('s') ? `${name}s` : name, end: at + written.length }
}

/** `[~accountid:…]` and `[~name]` speak of people. Looking for the end stops where another bracket opens: nothing is read twice. */
function readMention(text: string, at: number): Replacement | undefined {
  if (text.charAt(at + 1) !== '~') return undefined
  const mention = /^\[~[^[\]\n]{0,255}\]/.exec(text.slice(at, at + 258))?.[0]
  return mention === undefined ? undefined : { text: ' ', end: at + mention.length }
}

function readForeign(text: string, at: number): Replacement | undefined {
  const character = text.charAt(at)
  if (invisible.test(character)) return { text: '', end: at + 1 }
  const meant = lookalikes.get(character)
  return meant === undefined ? undefined : { text: meant, end: at + 1 }
}
