import { Failure } from '../envelope'

/** A regular expression, taken apart. `test` holds a UTF-16 code unit. */
export type Pattern =
  | { type: 'unit'; test: TestUnit }
  | { type: 'sequence'; parts: Pattern[] }
  | { type: 'choice'; parts: Pattern[] }
  | { type: 'repeat'; part: Pattern; min: number; max: number }
  | { type: 'edge'; edge: 'start' | 'end' }

export type TestUnit = (unit: number) => boolean

/** PostgreSQL counts no further. */
const MOST_REPEATS = 255
const DEEPEST = 40

/** What PostgreSQL's regular expressions and most others share; look-arounds, back references and `[[:…:]]` are refused. */
export function parsePattern(text: string, ignoresCase: boolean): Pattern {
  const reader: Reader = { text, at: 0, ignoresCase }
  const pattern = readChoice(reader, 0)
  if (reader.at < text.length) throw invalidPattern('parentheses () not balanced')
  return pattern
}

export function invalidPattern(says: string): Failure {
  return new Failure(400, `invalid regular expression: ${says}`)
}

interface Reader {
  text: string
  at: number
  ignoresCase: boolean
}

function take(reader: Reader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false
  reader.at += text.length
  return true
}

function readChoice(reader: Reader, depth: number): Pattern {
  if (depth > DEEPEST) throw invalidPattern('too complex')
  const parts: Pattern[] = []
  do parts.push(readSequence(reader, depth))
  while (take(reader, '|'))
  return { type: 'choice', parts }
}

function readSequence(reader: Reader, depth: number): Pattern {
  const parts: Pattern[] = []
  while (reader.at < reader.text.length && !/[|)]/.test(reader.text.charAt(reader.at))) {
    parts.push(readRepeat(reader, readAtom(reader, depth)))
  }
  return { type: 'sequence', parts }
}

function readRepeat(reader: Reader, part: Pattern): Pattern {
  const found = matchAt(/([*+?]|\{(\d{1,3})(,(\d{1,3})?)?\})\??/y, reader)
  if (found === null) return part
  reader.at += found[0].length
  if (part.type === 'edge') throw invalidPattern('quantifier operand invalid')
  const [, sign = '', low = '0', comma, high] = found
  const from = Number(low)
  const bounds: Record<string, [number, number]> = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }
  const [min, max] = bounds[sign] ?? [from, comma === undefined ? from : Number(high ?? Infinity)]
  if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity) || max < min) {
    throw invalidPattern('invalid repetition count(s)')
  }
  if (matchAt(/[*+?]/y, reader) !== null) throw invalidPattern('quantifier operand invalid')
  return { type: 'repeat', part, min, max }
}

function readAtom(reader: Reader, depth: number): Pattern {
  if (take(reader, '(?:') || take(reader, '(')) {
    if (reader.text.charAt(reader.at) === '?') throw invalidPattern('look-around is not offered here')
    const group = readChoice(reader, depth + 1)
    if (!take(reader, ')')) throw invalidPattern('parentheses () not balanced')
    return group
  }
  if (take(reader, '^')) return { type: 'edge', edge: 'start' }
  if (take(reader, '$')) return { type: 'edge', edge: 'end' }
  if (take(reader, '.')) return { type: 'unit', test: () => true }
  if (take(reader, '[')) return { type: 'unit', test: readClass(reader) }
  if (matchAt(/[*+?]|\{\d/y, reader) !== null) throw invalidPattern('quantifier operand invalid')
  return { type: 'unit', test: readUnit(reader) }
}

function readClass(reader: Reader): TestUnit {
  const isNegated = take(reader, '^')
  const tests: TestUnit[] = []
  for (let isFirst = true; isFirst || !take(reader, ']'); isFirst = false) {
    if (reader.at >= reader.text.length) throw invalidPattern('brackets [] not balanced')
    if (/\[[:.=]/y.test(reader.text.slice(reader.at, reader.at + 2))) throw invalidPattern('invalid character class')
    tests.push(readRange(reader))
  }
  return unit => tests.some(test => test(unit)) !== isNegated
}

/** One unit of a class, or `a-z`. */
function readRange(reader: Reader): TestUnit {
  const from = reader.text.charCodeAt(reader.at)
  const isEscape = reader.text.charAt(reader.at) === '\\'
  const test = readUnit(reader)
  if (isEscape || !/-[^\]\\]/.test(reader.text.slice(reader.at, reader.at + 2))) return test
  const to = reader.text.charCodeAt(reader.at + 1)
  if (to < from) throw invalidPattern('invalid character range')
  reader.at += 2
  return foldCase(reader, unit => unit >= from && unit <= to)
}

const isDigit: TestUnit = unit => unit >= 48 && unit <= 57
const isWord: TestUnit = unit =>
  isDigit(unit) || unit === 95 || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122)
const isSpace: TestUnit = unit => /\s/.test(String.fromCharCode(unit))
const not =
  (test: TestUnit): TestUnit =>
  unit =>
    !test(unit)

const ESCAPED = new Map<string, TestUnit>([
  ['d', isDigit],
  ['D', not(isDigit)],
  ['w', isWord],
  ['W', not(isWord)],
  ['s', isSpace],
  ['S', not(isSpace)],
  ['n', unit => unit === 10],
  ['r', unit => unit === 13],
  ['t', unit => unit === 9],
])

function readUnit(reader: Reader): TestUnit {
  const isEscape = take(reader, '\\')
  const char = reader.text.charAt(reader.at)
  if (char === '') throw invalidPattern('invalid escape \\ sequence')
  reader.at += 1
  const test = isEscape ? ESCAPED.get(char) : undefined
  if (test !== undefined) return test
  if (isEscape && /[A-Za-z0-9]/.test(char)) throw invalidPattern('invalid escape \\ sequence')
  const wanted = char.charCodeAt(0)
  return foldCase(reader, unit => unit === wanted)
}

/** Before a class is negated: `[^a]` takes neither `a` nor `A`. */
function foldCase({ ignoresCase }: Reader, test: TestUnit): TestUnit {
  if (!ignoresCase) return test
  return unit => {
    const char = String.fromCharCode(unit)
    return test(char.toLowerCase().charCodeAt(0)) || test(char.toUpperCase().charCodeAt(0))
  }
}

function matchAt(pattern: RegExp, { text, at }: Reader): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
