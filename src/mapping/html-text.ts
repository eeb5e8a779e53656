const blocks = new Set(['p', 'div', 'br', 'li', 'ul', 'ol', 'tr', 'table', 'pre', 'blockquote', 'hr'])
/** What stands inside is for machines. */
const unread = new Set(['script', 'style', 'head', 'title', 'template'])
const entities = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'", '#x27': "'" }),
)

/** The text of an HTML note, its blocks as lines. One pass: a hostile note costs no more than its length. */
export function readHtml(html: string): string {
  const parts: string[] = []
  let silentUntil: string | null = null
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    const until = open === -1 ? html.length : open
    if (silentUntil === null) parts.push(html.slice(at, until))
    if (open === -1) break
    const close = html.indexOf('>', open)
    const tag = close === -1 ? null : readTag(html.slice(open + 1, Math.min(close, open + 40)))
    if (tag === null) {
      if (silentUntil === null) parts.push('<')
      if (close === -1 && silentUntil === null) parts.push(html.slice(open + 1))
      if (close === -1) break
      at = open + 1
      continue
    }
    if (silentUntil === tag) silentUntil = null
    else if (silentUntil === null && unread.has(tag)) silentUntil = `/${tag}`
    else if (silentUntil === null && isBlock(tag)) parts.push('\n')
    at = close + 1
  }
  return tidy(readEntities(parts.join('')))
}

/** Its name in lower case, with the slash of an end; null where `<` is only a sign in the text. */
function readTag(start: string): string | null {
  return /^(\/?[a-z][a-z0-9]*|!)/i.exec(start)?.[1]?.toLowerCase() ?? null
}

function isBlock(tag: string): boolean {
  const name = tag.replace('/', '')
  return blocks.has(name) || /^h[1-6]$/.test(name)
}

function readEntities(text: string): string {
  return text.replace(/&(#?[a-z0-9]{1,8});/gi, (whole, name: string) => entities.get(name.toLowerCase()) ?? whole)
}

function tidy(text: string): string {
  const lines = text.split('\n').map(line => line.trim())
  return lines
    .filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== ''))
    .join('\n')
    .trim()
}
