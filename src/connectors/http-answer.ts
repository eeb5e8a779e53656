import type { Json } from '../domain/json'

const maxDepth = 64

/** Why an answer cannot be read; a value, since what follows depends on its status. */
export type ReadAnswer = { body: Json | undefined } | { unreadable: string }

/**
 * Reads an answer's text as the JSON it must be. An empty text is `undefined` (204). Anything else than JSON, cut JSON,
 * a `__proto__` key at any depth or nesting beyond 64 levels is unreadable. Linear in the text, without recursion.
 */
export function readJsonAnswer(contentType: string | undefined, text: string): ReadAnswer {
  if (text === '') return { body: undefined }
  if (!isJsonType(contentType)) return { unreadable: 'the answer is not JSON' }
  let body: Json
  try {
    body = JSON.parse(text) as Json
  } catch {
    return { unreadable: 'the answer is cut or malformed JSON' }
  }
  return hasHostileShape(body) ? { unreadable: 'the answer nests too deeply or holds a forbidden key' } : { body }
}

function isJsonType(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'))
}

/** Level by level, so that no depth overflows the stack. */
function hasHostileShape(body: Json): boolean {
  let level: Json[] = [body]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true
    const next: Json[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (Object.hasOwn(value, '__proto__')) return true
      for (const child of Object.values(value)) next.push(child)
    }
    level = next
  }
  return false
}
