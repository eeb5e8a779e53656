import { isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'

/**
 * Wiki text as it is; an Atlassian document (ADF) as plain text, one line a block, addresses of links in angle brackets.
 * Undefined for anything else.
 */
export function readText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value
  return isJsonObject(value) && isAdf(value) ? adfToText(value) : undefined
}

export function isAdf(value: JsonObject): boolean {
  return readString(value, 'type') === 'doc' && Array.isArray(readValue(value, 'content'))
}

/** Without recursion: how deep a document is nested is the sender's choice. */
function adfToText(doc: JsonObject): string {
  const written: string[] = []
  const open: (JsonObject | typeof lineEnd)[] = [doc]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (step === lineEnd) {
      endLine(written)
      continue
    }
    const text = textOf(step)
    if (text !== '') written.push(text)
    if (!isInline(step)) open.push(lineEnd)
    for (const child of readObjects(step, 'content').reverse()) open.push(child)
  }
  return written.join('').trim()
}

const lineEnd = Symbol('line end')

const inlineTypes = new Set([
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'status',
  'date',
  'placeholder',
  'inlineCard',
  'inlineExtension',
  'mediaInline',
])

function isInline(node: JsonObject): boolean {
  return inlineTypes.has(readString(node, 'type') ?? '')
}

function endLine(written: string[]): void {
  const last = written.at(-1)
  if (last !== undefined && !last.endsWith('\n')) written.push('\n')
}

/** What a node itself says, without its children. */
function textOf(node: JsonObject): string {
  const attrs = readObject(node, 'attrs')
  switch (readString(node, 'type')) {
    case 'text':
      return [readString(node, 'text') ?? '', ...linksOf(node)].join(' ')
    case 'hardBreak':
      return '\n'
    case 'mention':
    case 'status':
    case 'placeholder':
      return readString(attrs, 'text') ?? ''
    case 'emoji':
      return readString(attrs, 'text') ?? readString(attrs, 'shortName') ?? ''
    case 'date':
      return dateOf(readString(attrs, 'timestamp') ?? '')
    case 'expand':
    case 'nestedExpand':
      return titleOf(attrs)
    case 'inlineCard':
    case 'blockCard':
    case 'embedCard':
    case 'media':
      return addressOf(readString(attrs, 'url'))
    default:
      return ''
  }
}

function linksOf(node: JsonObject): string[] {
  const links = readObjects(node, 'marks').filter(mark => readString(mark, 'type') === 'link')
  const hrefs = links.map(mark => readString(readObject(mark, 'attrs'), 'href'))
  return hrefs.filter(href => href !== readString(node, 'text')).map(addressOf)
}

/** A date node holds epoch milliseconds as text. */
function dateOf(timestamp: string): string {
  return /^\d{1,14}$/.test(timestamp) ? new Date(Number(timestamp)).toISOString().slice(0, 10) : ''
}

function titleOf(attrs: JsonObject | undefined): string {
  const title = readString(attrs, 'title') ?? ''
  return title === '' ? '' : `${title}\n`
}

function addressOf(url: string | undefined): string {
  return url === undefined ? '' : `<${url}>`
}
