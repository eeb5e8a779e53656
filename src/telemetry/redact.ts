const mask = '***'
const deepest = 32
/** Longer bodies are not parsed for the timeline: only their beginning is looked at. */
const largestParsed = 256 * 1024

/** Cuts to `limit` UTF-16 units, says so, and never halves a character. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const isHalved = /[\uD800-\uDBFF]/.test(text[limit - 1] ?? '')
  return `${text.slice(0, isHalved ? limit - 1 : limit)}… (cut)`
}

/** Body of a request or an answer for the timeline: credentials masked, cut to `limit` (4 KB). Takes text or parsed JSON. */
export function redactBody(body: unknown, limit = 4096): string {
  if (typeof body !== 'string') return cutText(JSON.stringify(maskMembers(body, 0)) ?? '', limit)
  const parsed = body.length > largestParsed ? undefined : parseJson(body)
  // Twice the limit, so that a credential at the cut is seen whole.
  const redacted = parsed === undefined ? maskText(body.slice(0, 2 * limit)) : JSON.stringify(maskMembers(parsed, 0))
  return cutText(redacted, limit)
}

/**
 * Replaces the given secrets in any text, also as addresses, JSON and JSON in JSON spell them; the last line of defense behind
 * allow-lists. Secrets below 4 characters are left out: they would blot out half of every line.
 */
export function createScrubber(secrets: readonly string[]): (text: string) => string {
  const quote = (text: string) => JSON.stringify(text).slice(1, -1)
  const spellings = secrets.flatMap(secret => [secret, quote(secret), quote(quote(secret)), encodeURIComponent(secret)])
  const known = [...new Set(spellings)].filter(isScrubbed).sort((one, other) => other.length - one.length)
  if (known.length === 0) return text => text
  const pattern = new RegExp(known.map(secret => secret.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|'), 'g')
  return text => text.replace(pattern, mask)
}

/** Short numbers and the words of JSON stand in every line; replacing them would break it. */
function isScrubbed(secret: string): boolean {
  return secret.length >= 4 && !/^(?:\d{1,7}|true|false|null)$/.test(secret)
}

/** Keys whose value is a credential, in any spelling: `apiKey`, `api_key`, `X-API-Key`, `ph-auth-token`. */
const secretKey = /pass(?:word|wd|phrase)|pwd|token|secret|authorization|apikey|credential|cookie|privatekey|sessionid/

function maskMembers(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.map(item => maskMembers(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isSecretKey(key) ? mask : maskMembers(member, depth + 1)]),
  )
}

function isSecretKey(key: string): boolean {
  return secretKey.test(key.toLowerCase().replace(/[-_ .]/g, ''))
}

const namedSecret =
  /((?:authorization|cookie)["']?\s{0,5}[:=]\s{0,5})[^\r\n]{1,4096}|((?:passw(?:or)?d|passphrase|pwd|token|secret|api[-_]?key|credential|private[-_]?key)[\w-]{0,40}["']?\s{0,5}[:=]\s{0,5})(?:"(?:[^"\\]|\\.){0,4096}"?|[^\s"'&,;<}]{1,4096})/gi

/** Text that is no JSON (a form, a cut body, a page): what follows a telling name is masked to the end of its value. */
function maskText(text: string): string {
  return text.replace(namedSecret, (_, header?: string, name?: string) => `${header ?? name}${mask}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
