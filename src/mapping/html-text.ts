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
    const piece = pieceAt(html, open)
    if (silentUntil === null) parts.push(html.slice(at, open === -1 ? html.length : open), piece.text)
    if (silentUntil === null && unread.has(piece.tag)) silentUntil = `/${piece.tag}`
    else if (silentUntil === piece.tag) silentUntil = null
    at = piece.end
  }
  return tidy(readEntities(parts.join('')))
}

/** What begins at a `<`: a tag and the text it stands for, or only a sign, whose tag is the empty word. */
function pieceAt(html: string, open: number): { tag: string; text: string; end: number } {
  if (open === -1) return { tag: '', text: '', end: html.length }
  const tag = /^(\/?[a-z][a-z0-9]*|!)/i.exec(html.slice(open + 1, open + 40))?.[1]?.toLowerCase()
  if (tag === undefined) return { tag: '', text: '<', end: open + 1 }
  const close = html.indexOf('>', open)
  if (close === -1) return { tag: '', text: html.slice(open), end: html.length }
  return { tag, text: isBlock(tag) ? '\n' : '', end: close + 1 }
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
