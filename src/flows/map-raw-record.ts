import { cutTo, type DuplicationRule } from '../domain/duplication-rule'
import type { EnrichmentMapping } from '../domain/enrichment-mapping'
import {
  type EnrichmentRefusal,
  invalidPostBody,
  noFieldsSupplied,
  unableToPersist,
} from '../domain/enrichment-refusal'
import type { JsonObject } from '../domain/json'
import { readString, readValue } from '../domain/read-json'
import type { EnrichmentKind, ResultTable } from '../domain/result-table'
import { type MappedRecord, mapRawData } from '../mapping/map-raw-data'
import type { ResultTables } from '../mapping/result-tables'
import { mostRecords } from './read-enrichment-post'

export interface MappingParts {
  tables: ResultTables
  /** How raw data becomes records. */
  mappings: readonly EnrichmentMapping[]
}

/** Fields on their way to a table. */
export interface DraftRecord {
  kind: EnrichmentKind
  /** Null where no object was posted. */
  fields: JsonObject | null
  duplicates?: DuplicationRule
}

const idName = 'enrichment_mapping_id'
const rawName = 'raw_data'

/** Each record of a list gets its own copy of what was posted beside: characters of all of them. */
const longestCopies = 2_000_000

/**
 * The documented alternative to fields: a mapping by its id (or name) and raw data that it can read. Makes one draft, or
 * a list where the mapping takes each member of one. Fields that were posted beside the raw data win over the mapping's.
 * A post without either of the two is a draft as it is.
 */
export function mapRawRecord(
  { mappings, tables }: MappingParts,
  kind: EnrichmentKind,
  fields: JsonObject | null,
): DraftRecord | DraftRecord[] | EnrichmentRefusal {
  const wanted = readString(fields ?? {}, idName)?.trim() ?? ''
  const text = readRawText(fields ?? {})
  if (fields === null || wanted === '' || text === '') return { kind, fields }
  const mapping = mappings.find(({ id, name }) => id === wanted || name === wanted)
  if (mapping === undefined)
    return unableToPersist(`There is no enrichment mapping of this ${idName}; they stand in secops.enrichmentMappings.`)
  const mapped = mapRawData(mapping, text, mostRecords)
  if ('expected' in mapped)
    return invalidPostBody(`${rawName}: the mapping ${mapping.name} expects ${mapped.expected}.`)
  const beside = fieldsBeside(fields)
  if (mapped.length * JSON.stringify(beside).length > longestCopies)
    return invalidPostBody(`The fields beside ${rawName} are too long for ${mapped.length} records.`)
  const drafts = mapped.map(record => draftOf(mapping, tables[mapping.destination], { record, beside }))
  const [first = noFieldsSupplied(`${rawName} holds nothing where ${mapping.name} looks.`)] = drafts
  return mapping.each && drafts.length > 0 ? drafts : first
}

/** Text, as documented; what came as JSON is taken as the text that it was. */
function readRawText(fields: JsonObject): string {
  const raw = readValue(fields, rawName)
  if (raw === undefined || raw === null) return ''
  return typeof raw === 'string' ? raw.trim() : JSON.stringify(raw)
}

function fieldsBeside(posted: JsonObject): JsonObject {
  const beside = Object.entries(posted).filter(
    ([name, value]) => name !== idName && name !== rawName && value !== null && value !== '',
  )
  return Object.fromEntries(beside)
}

function draftOf(
  { id, destination, fields, duplicates }: EnrichmentMapping,
  table: ResultTable,
  { record, beside }: { record: MappedRecord; beside: JsonObject },
): DraftRecord {
  const found = { ...record.fields, ...beside }
  const isEmpty = Object.keys(found).length === 0
  const origin: [string, string][] = [
    [idName, id],
    [rawName, record.rawData],
  ]
  const kept = origin.flatMap(([name, value]) => {
    const column = table.columns.find(each => each.name === name)
    const isFree = column !== undefined && !Object.hasOwn(fields, name)
    return isFree && !isEmpty ? [[name, cutTo(value, column.maxLength)]] : []
  })
  return {
    kind: destination,
    fields: { ...found, ...Object.fromEntries(kept) },
    ...(duplicates !== undefined && { duplicates }),
  }
}
