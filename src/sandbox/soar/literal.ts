import { Failure } from './envelope'
import type { Json } from './json'

/**
 * Reads the right side of a filter: a Python literal, of which a JSON string, number or list is one too.
 * `"text"`, `'text'`, `12`, `-1.5`, `True`, `False`, `None`, `["a", 2]`; a bare word or lower-case `true` fails.
 */
export function parseLiteral(text: string, parameter: string): Json {
  const reader: Reader = {
    text,
    at: 0,
    bare: /[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![\w.])|[A-Za-z]+/y,
    fail: () => new Failure(400, `Invalid value for ${parameter}: ${text}`),
  }
  const value = readValue(reader, 0)
  skipSpace(reader)
  if (reader.at !== text.length) throw reader.fail()
  return value
}

interface Reader {
  text: string
  at: number
  /** A number or a word; sticky, so that it reads at `at` without copying the text. */
  bare: RegExp
  fail(): Failure
}

const WORDS: Record<string, Json> = { True: true, False: false, None: null }
const MAX_DEPTH = 8

function readValue(reader: Reader, depth: number): Json {
  skipSpace(reader)
  const first = reader.text[reader.at]
  if (first === '"' || first === "'") return readString(reader, first)
  if (first === '[' && depth < MAX_DEPTH) return readList(reader, depth)
  reader.bare.lastIndex = reader.at
  const bare = reader.bare.exec(reader.text)?.[0]
  if (bare === undefined) throw reader.fail()
  reader.at += bare.length
  const value = Object.hasOwn(WORDS, bare) ? WORDS[bare] : Number(bare)
  if (value === undefined || Number.isNaN(value)) throw reader.fail()
  return value
}

function readList(reader: Reader, depth: number): Json[] {
  const items: Json[] = []
  reader.at += 1
  for (;;) {
    skipSpace(reader)
    if (reader.text[reader.at] === ']') break
    items.push(readValue(reader, depth + 1))
    skipSpace(reader)
    if (reader.text[reader.at] === ',') reader.at += 1
    else if (reader.text[reader.at] !== ']') throw reader.fail()
  }
  reader.at += 1
  return items
}

const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
}
const HEX_LENGTH: Record<string, number> = { x: 2, u: 4 }

function readString(reader: Reader, quote: string): string {
  let value = ''
  for (let at = reader.at + 1; at < reader.text.length; at += 1) {
    const char = reader.text.charAt(at)
    if (char === quote) {
      reader.at = at + 1
      return value
    }
    if (char === '\n') break
    if (char !== '\\') value += char
    else {
      const escaped = readEscape(reader, at + 1)
      value += escaped.value
      at += escaped.length
    }
  }
  throw reader.fail()
}

/** An unknown escape stands for itself, backslash included, as in Python. */
function readEscape(reader: Reader, at: number): { value: string; length: number } {
  const char = reader.text.charAt(at)
  const hexLength = HEX_LENGTH[char]
  if (hexLength === undefined) return { value: ESCAPES[char] ?? `\\${char}`, length: 1 }
  const hex = reader.text.slice(at + 1, at + 1 + hexLength)
  if (hex.length !== hexLength || !/^[\da-f]+$/i.test(hex)) throw reader.fail()
  return { value: String.fromCharCode(Number.parseInt(hex, 16)), length: 1 + hexLength }
}

function skipSpace(reader: Reader): void {
  while (reader.text[reader.at] === ' ' || reader.text[reader.at] === '\t') reader.at += 1
}
