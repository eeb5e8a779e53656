/** A piece of a query; `at` is the offset of its first character. */
export interface JqlToken {
  kind: 'word' | 'text' | 'sign' | 'end'
  value: string
  at: number
}

const SIGNS = ['!=', '!~', '<=', '>=', '=', '~', '<', '>', '(', ')', ',', '!', '&', '|']
/** Jira keeps these for later; outside quotes they are errors. */
const RESERVED = '{}*/%^$#@?;:\\`'
const ENDS_WORD = new Set([...' \t\r\n"\'=~<>(),!&|', ...RESERVED])
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** The tokens of a query in one pass, or what is wrong with it. */
export function readTokens(query: string): JqlToken[] | { error: string } {
  const tokens: JqlToken[] = []
  for (let at = 0; at < query.length; ) {
    const char = query.charAt(at)
    if (/\s/.test(char)) {
      at++
      continue
    }
    const piece = readPiece(query, at, char)
    if ('error' in piece) return piece
    tokens.push({ kind: piece.kind, value: piece.value, at })
    at = piece.next
  }
  return [...tokens, { kind: 'end', value: '', at: query.length }]
}

type Piece = { kind: JqlToken['kind']; value: string; next: number } | { error: string }

function readPiece(query: string, at: number, char: string): Piece {
  if (char === '"' || char === "'") return readQuoted(query, at, char)
  const sign = SIGNS.find(known => query.startsWith(known, at))
  if (sign !== undefined) return { kind: 'sign', value: sign, next: at + sign.length }
  if (RESERVED.includes(char)) {
    const reserved = `Error in the JQL Query: The character '${char}' is a reserved JQL character.`
    return {
      error: `${reserved} You must enclose it in a string or use the escape '\\u00${hex(char)}' instead. ${placeOf(query, at)}`,
    }
  }
  let next = at
  while (next < query.length && !ENDS_WORD.has(query.charAt(next))) next++
  return { kind: 'word', value: query.slice(at, next), next }
}

function readQuoted(query: string, at: number, quote: string): Piece {
  const parts: string[] = []
  for (let next = at + 1; next < query.length; next++) {
    const char = query.charAt(next)
    if (char === quote) return { kind: 'text', value: parts.join(''), next: next + 1 }
    if (char !== '\\') parts.push(char)
    else {
      next++
      parts.push(ESCAPES[query.charAt(next)] ?? query.charAt(next))
    }
  }
  const text = query.slice(at + 1)
  return { error: `Error in the JQL Query: The quoted string '${text}' has not been completed. ${placeOf(query, at)}` }
}

/** Where Jira says an error is. */
export function placeOf(query: string, at: number): string {
  const before = query.slice(0, at).split('\n')
  return `(line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1})`
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16)
}
