import { isJsonObject, type Json, type JsonObject } from '../domain/json'

const blocks = new Set(['paragraph', 'heading', 'listItem', 'tableCell', 'tableHeader', 'codeBlock', 'hardBreak'])

/** A rich-text document (Atlassian's ADF) instead of a string; facts/jira.md 1.4: accept both. */
export function isDocument(value: JsonObject): boolean {
  return value.type === 'doc' && Array.isArray(value.content)
}

/** The text of a document, links included, mentions left out. Walks without recursion: depth is the sender's choice. */
export function readDocument(document: JsonObject): string {
  const parts: string[] = []
  const open: Json[] = [document]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isJsonObject(node)) continue
    if (typeof node.text === 'string') parts.push(node.text)
    parts.push(...readLinks(node))
    if (typeof node.type === 'string' && blocks.has(node.type)) parts.push('\n')
    if (Array.isArray(node.content)) for (const child of node.content.toReversed()) open.push(child)
  }
  return parts.join('').trim()
}

function readLinks(node: JsonObject): string[] {
  const marks = Array.isArray(node.marks) ? node.marks : []
  return [node, ...marks]
    .filter(isJsonObject)
    .map(holder => (isJsonObject(holder.attrs) ? (holder.attrs.href ?? holder.attrs.url) : undefined))
    .filter(address => typeof address === 'string' && address !== node.text)
    .map(address => ` ${String(address)} `)
}
