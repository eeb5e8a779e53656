import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json'
import { readObject, readObjects, readString, readValue } from '../../domain/read-json'
import { BridgeError } from '../../errors'
import { type CommentForm, isSameBody } from './comment-form'

/** A field as `editmeta` or a transition's screen describes it. */
export interface FieldMeta {
  id: string
  /** `string`, `priority`, `user`, `array` … */
  type: string
  /** Of a list. */
  items: string
  /** Lines are kept, and Cloud wants a document. */
  isLongText: boolean
  isRequired: boolean
  hasDefault: boolean
  /** Null where anything goes. */
  allowed: JsonObject[] | null
}

/** By field id. */
export function readFieldMetas(parent: JsonObject | undefined): Map<string, FieldMeta> {
  const fields = readObject(parent, 'fields') ?? {}
  return new Map(Object.entries(fields).flatMap(([id, meta]) => (isJsonObject(meta) ? [[id, readMeta(id, meta)]] : [])))
}

function readMeta(id: string, meta: JsonObject): FieldMeta {
  const schema = readObject(meta, 'schema')
  const isLongText =
    longTexts.has(readString(schema, 'system') ?? '') || readString(schema, 'custom')?.endsWith(':textarea') === true
  return {
    id,
    type: readString(schema, 'type') ?? 'any',
    items: readString(schema, 'items') ?? 'any',
    isLongText,
    isRequired: readValue(meta, 'required') === true,
    hasDefault: readValue(meta, 'hasDefaultValue') === true,
    allowed: Array.isArray(readValue(meta, 'allowedValues')) ? readObjects(meta, 'allowedValues') : null,
  }
}

const longTexts = new Set(['description', 'environment'])

/** Types whose values have a name; options have a value instead. */
const named = new Set(['priority', 'resolution', 'component', 'version', 'securitylevel', 'issuetype', 'group'])

/** Jira's limit of a summary and of a text field. */
const longestLine = 255

/** Whether a field holds this already; `wanted` is plain: a name where the field holds a named thing. */
export function isSameValue(current: Json | undefined, wanted: Json, { meta, form }: ValueContext): boolean {
  if (isNothing(wanted) || isNothing(current)) return isNothing(wanted) && isNothing(current)
  if (Array.isArray(wanted)) return isSameList(current, wanted)
  if (isJsonObject(wanted)) return isJsonObject(current) && hasMembers(current, wanted)
  if (meta?.isLongText === true) return isSameBody(current, form.textOf(String(wanted)))
  switch (meta?.type) {
    case 'number':
      return Number(current) === Number(wanted)
    case 'date':
      return String(current).slice(0, 10) === String(wanted).slice(0, 10)
    case 'datetime':
      return Date.parse(String(current)) === Date.parse(String(wanted))
    case 'string':
      return String(current).trim() === toLine(String(wanted))
    default:
      return wordsOf(current).includes(String(wanted).toLowerCase())
  }
}

/** The value as Jira takes it. Raises `rejected`, code `value-unavailable`, where the field does not offer it. */
export function toFieldValue(wanted: Json, { meta, form }: ValueContext & { meta: FieldMeta }): Json {
  if (meta.type === 'array') return (Array.isArray(wanted) ? wanted : []).map(item => toItem(item, meta))
  if (isNothing(wanted) || isJsonObject(wanted)) return isNothing(wanted) ? null : wanted
  if (meta.isLongText) return form.textOf(String(wanted))
  if (meta.type === 'option' || named.has(meta.type)) return toChoice(String(wanted), meta.type, meta)
  switch (meta.type) {
    case 'number':
      return Number(wanted)
    case 'date':
      return String(wanted).slice(0, 10)
    case 'string':
      return toLine(String(wanted))
    default:
      return wanted
  }
}

/** One entry of a list. Labels cannot hold blanks. */
export function toItem(item: Json, meta: FieldMeta): Json {
  if (typeof item !== 'string') return item
  if (meta.items === 'string') return toLabel(item)
  return meta.items === 'option' || named.has(meta.items) ? toChoice(item, meta.items, meta) : item
}

export function toLabel(text: string): string {
  return text.trim().replace(/\s+/g, '_').slice(0, longestLine)
}

export interface ValueContext {
  meta: FieldMeta | undefined
  form: CommentForm
}

/** All words by which people name a value, in lower case. */
export function wordsOf(value: Json | undefined): string[] {
  if (!isJsonObject(value)) return value === undefined || value === null ? [] : [String(value).toLowerCase()]
  return wordMembers.flatMap(name => readString(value, name)?.toLowerCase() ?? [])
}

const wordMembers = ['name', 'value', 'id', 'accountId', 'key', 'emailAddress', 'displayName']

export function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function toChoice(word: string, type: string, { id, allowed }: FieldMeta): Json {
  if (allowed === null) return type === 'option' ? { value: word } : { name: word }
  const found = allowed.find(choice => wordsOf(choice).includes(word.toLowerCase()))
  const choiceId = readString(found, 'id')
  if (choiceId !== undefined) return { id: choiceId }
  throw new BridgeError('rejected', `Jira does not offer the value asked for in the field ${id}`, {
    code: 'value-unavailable',
  })
}

function isSameList(current: Json | undefined, wanted: Json[]): boolean {
  const entries = Array.isArray(current) ? current : []
  return entries.length === wanted.length && wanted.every(item => entries.some(entry => isEntry(entry, item)))
}

/** Whether an entry of a list is the one that is meant. */
export function isEntry(entry: Json, item: Json): boolean {
  if (typeof item !== 'string') return canonicalJson(entry) === canonicalJson(item)
  return typeof entry === 'string' ? entry === toLabel(item) : wordsOf(entry).includes(item.toLowerCase())
}

function hasMembers(current: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => canonicalJson(readValue(current, name) ?? null) === canonicalJson(value),
  )
}

function toLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ')
    .trim()
    .slice(0, longestLine)
    .replace(/[\uD800-\uDBFF]$/, '')
}
