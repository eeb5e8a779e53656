import { parseLines } from 'dot-properties'
import type { JsonObject } from '../domain/json'

/** Keys are as they stand (`file.sha256`), and of equal ones the last counts, as in Java. */
export function readRawProperties(text: string): { value: JsonObject } | { expected: string } {
  const pairs = parseLines(text, false).filter((line): line is [string, string] => Array.isArray(line))
  const isClean = pairs.every(([key, value]) => isPlain(key) && isPlain(value))
  return isClean ? { value: Object.fromEntries(pairs) } : { expected: 'Properties without \\u0000 and half characters' }
}

function isPlain(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
