import type { Literal } from './literal'

/** A literal within a text, and where it ends; or what was expected where. */
export type ReadLiteral = { value: Literal; end: number } | { at: number; expected: string }

const deepest = 8
const anyLiteral = 'a value: "text", 5, 1.5, True, False, None or [1, 2]; texts and times need quotes'
const words: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
])

/**
 * Reads a literal as people write it for Python or for JSON: both quotes, both spellings of words. A bare word is not
 * taken for a text, since a forgotten quote would change what is asked. Reads each character once.
 */
export function readLiteral(text: string, start: number, depth = 0): ReadLiteral {
  const at = skipSpace(text, start)
  const first = text[at]
  if (first === '"' || first === "'") return readText(text, at, first)
  if (first === '[' && depth < deepest) return readList(text, at, depth)
  const bare = matchAt(/[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?(?![\w.:-])|[A-Za-z]+/y, text, at)
  if (bare === null) return { at, expected: anyLiteral }
  const value = words.has(bare) ? words.get(bare) : Number(bare)
  if (value === undefined || Number.isNaN(value)) return { at, expected: anyLiteral }
  return { value, end: at + bare.length }
}

export function skipSpace(text: string, start: number): number {
  return start + (matchAt(/\s*/y, text, start)?.length ?? 0)
}

export function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function readList(text: string, start: number, depth: number): ReadLiteral {
  const items: Literal[] = []
  let at = skipSpace(text, start + 1)
  while (text[at] !== ']') {
    const read = readLiteral(text, at, depth + 1)
    if ('expected' in read) return read
    items.push(read.value)
    at = skipSpace(text, read.end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else if (text[at] !== ']') return { at, expected: '"," or "]" in the list' }
  }
  return { value: items, end: at + 1 }
}

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '/': '/',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

function readText(text: string, start: number, quote: string): ReadLiteral {
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === quote) return { value, end: at + 1 }
    if (char !== '\\') {
      value += char
      continue
    }
    const escaped = readEscape(text, at + 1)
    if (escaped === null) return { at, expected: String.raw`one of \" \' \\ \n \r \t \b \f \/ \u0041` }
    value += escaped.value
    at += escaped.length
  }
  return { at: start, expected: `a closing ${quote} to this one` }
}

function readEscape(text: string, at: number): { value: string; length: number } | null {
  const hex = matchAt(/u[0-9A-Fa-f]{4}/y, text, at)
  if (hex !== null) return { value: String.fromCharCode(Number.parseInt(hex.slice(1), 16)), length: 5 }
  const value = escapes[text.charAt(at)]
  return value === undefined ? null : { value, length: 1 }
}
