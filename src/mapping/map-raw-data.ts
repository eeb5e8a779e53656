import type { EnrichmentMapping, FieldSource } from '../domain/enrichment-mapping'
import { isJsonObject, type Json, type JsonObject } from '../domain/json'
import { readValue } from '../domain/read-json'
import { readField } from './field-path'
import { readRawData } from './read-raw-data'

/** A record as the mapping makes it; empty where nothing that the mapping names was found. */
export interface MappedRecord {
  fields: Record<string, string>
  /** The part of the raw data that it was made from. */
  rawData: string
}

/** Makes records of raw data, as the mapping says; none where its path leads nowhere. Or what was expected of the text. */
export function mapRawData(
  mapping: EnrichmentMapping,
  text: string,
  mostRecords: number,
): MappedRecord[] | { expected: string } {
  const raw = readRawData[mapping.format](text)
  if ('expected' in raw) return raw
  const found = find(mapping, raw.value)
  if (found === undefined || found === null || found === '') return []
  if (mapping.each) {
    const items = Array.isArray(found) ? found : [found]
    if (items.length > mostRecords) return { expected: `at most ${mostRecords} records${placeOf(mapping)}` }
    return items.map(item => ({ fields: mapFields(mapping, item), rawData: JSON.stringify(item) }))
  }
  if (Array.isArray(found)) return { expected: `one record${placeOf(mapping)}, not a list` }
  return [{ fields: mapFields(mapping, found), rawData: text }]
}

function placeOf({ recordPath }: EnrichmentMapping): string {
  return recordPath === undefined ? '' : ` at ${recordPath}`
}

/** Keys of Properties are flat: the path is what those of the record begin with. */
function find({ format, recordPath }: EnrichmentMapping, value: Json): Json | undefined {
  if (recordPath === undefined) return value
  if (!isJsonObject(value)) return undefined
  if (format !== 'Properties') return readField(value, recordPath)
  const prefix = `${recordPath}.`
  const own = Object.entries(value).filter(([key]) => key.startsWith(prefix))
  return own.length === 0 ? undefined : Object.fromEntries(own.map(([key, each]) => [key.slice(prefix.length), each]))
}

/** What is fixed is not worth a record without anything that was found. */
function mapFields({ fields }: EnrichmentMapping, item: Json): Record<string, string> {
  const record = isJsonObject(item) ? item : {}
  const columns = Object.entries(fields).map(([column, source]) => [column, source, findText(record, source)] as const)
  const isFound = columns.some(([, , text]) => text !== '')
  if (!isFound) return {}
  return Object.fromEntries(columns.map(([column, source, text]) => [column, columnValue(source, text)]))
}

function findText(record: JsonObject, { from }: FieldSource): string {
  for (const path of from) {
    const text = textOf(readField(record, path))
    if (text !== '') return text
  }
  return ''
}

function columnValue({ from, value = '', translate, otherwise }: FieldSource, text: string): string {
  if (from.length === 0) return value
  if (text === '') return ''
  const word = text.toLowerCase()
  const translated = Object.hasOwn(translate, word) ? translate[word] : otherwise
  return `${value}${translated ?? text}`
}

/** Text of an element beside its attributes, plain values of a list with commas, anything else as JSON. */
function textOf(found: Json | undefined): string {
  if (found === undefined || found === null) return ''
  if (typeof found !== 'object') return String(found).trim()
  if (Array.isArray(found) && found.every(each => typeof each !== 'object')) return found.join(', ')
  const beside = isJsonObject(found) ? readValue(found, '#text') : undefined
  return typeof beside === 'string' ? beside : JSON.stringify(found)
}
