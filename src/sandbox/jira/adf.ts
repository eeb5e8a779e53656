import { isObject } from './read-object'

const MAX_DEPTH = 32
const PARAGRAPHS = new Set(['paragraph', 'heading', 'codeBlock', 'listItem', 'rule', 'blockquote', 'panel'])

/** Plain text as an Atlassian document: blank lines part paragraphs, single ones become hard breaks. */
export function documentFromText(text: string): unknown {
  const content = text === '' ? [] : text.split('\n\n').map(paragraph)
  return { type: 'doc', version: 1, content }
}

function paragraph(text: string): unknown {
  const lines = text.split('\n').map(line => (line === '' ? [] : [{ type: 'text', text: line }]))
  const content = lines.flatMap((line, i) => (i === 0 ? line : [{ type: 'hardBreak' }, ...line]))
  return { type: 'paragraph', content }
}

/** The text of an Atlassian document (marks are lost), or null where Jira would not take it as one. */
export function textFromDocument(value: unknown): string | null {
  if (!isObject(value) || value.type !== 'doc' || value.version !== 1 || !Array.isArray(value.content)) return null
  const parts: string[] = []
  return collect(value.content, parts, 0) ? parts.join('').replace(/\n\n$/, '') : null
}

function collect(nodes: unknown[], parts: string[], depth: number): boolean {
  return depth < MAX_DEPTH && nodes.every(node => isObject(node) && collectNode(node, parts, depth))
}

function collectNode(node: Record<string, unknown>, parts: string[], depth: number): boolean {
  if (node.type === 'text') return collectText(node.text, parts)
  if (node.type === 'hardBreak') parts.push('\n')
  if (node.type === 'mention' && isObject(node.attrs)) parts.push(`[~accountid:${String(node.attrs.id)}]`)
  const taken = Array.isArray(node.content) ? collect(node.content, parts, depth + 1) : true
  const isNested = parts.at(-1)?.endsWith('\n\n') ?? false
  if (PARAGRAPHS.has(String(node.type)) && !isNested) parts.push('\n\n')
  return taken
}

/** A text node may neither be empty nor hold a line break. */
function collectText(text: unknown, parts: string[]): boolean {
  if (typeof text !== 'string' || text === '' || text.includes('\n')) return false
  parts.push(text)
  return true
}
