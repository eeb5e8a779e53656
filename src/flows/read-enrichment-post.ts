import { type EnrichmentRefusal, invalidPostBody } from '../domain/enrichment-refusal'
import { isJsonObject, type Json, type JsonObject } from '../domain/json'

/** How the answer should look and what may be missing; all false unless asked for (reference, request parameters). */
export interface EnrichmentFlags {
  ignoreMandatoryFields: boolean
  includeWrap: boolean
  simpleResponse: boolean
}

/** What a script asks to be stored. */
export interface EnrichmentPost {
  flags: EnrichmentFlags
  /** The fields of each record; of a list, what is no object is null. */
  records: (JsonObject | null)[]
  isList: boolean
}

const flagNames = {
  ignore_mandatory_fields: 'ignoreMandatoryFields',
  include_wrap: 'includeWrap',
  simple_response: 'simpleResponse',
} as const satisfies Record<string, keyof EnrichmentFlags>

/** More in one request would be one long transaction. */
export const mostRecords = 500

/**
 * Reads a body in every form that the documentation leaves open: fields flat in it or below `fieldsName`, one record or a
 * list, flags in it or in the query.
 */
export function readEnrichmentPost(
  body: Json | undefined,
  query: Readonly<Record<string, string | string[] | undefined>>,
  fieldsName: string,
): EnrichmentPost | { refusal: EnrichmentRefusal } {
  if (body === undefined || !(Array.isArray(body) || isJsonObject(body)))
    return { refusal: invalidPostBody('Send a JSON object, or a list of them.') }
  const flags = readFlags(isJsonObject(body) ? body : {}, query)
  if ('refusal' in flags) return flags
  if (Array.isArray(body)) return listOf(body, flags)
  if (Object.keys(body).length === 0) return { refusal: invalidPostBody('The body is an empty object.') }
  const nested = Object.hasOwn(body, fieldsName) ? body[fieldsName] : undefined
  if (Array.isArray(nested)) return listOf(nested, flags)
  if (nested !== undefined && nested !== null && !isJsonObject(nested))
    return { refusal: invalidPostBody(`${fieldsName} must be an object, or a list of them.`) }
  const isNested = Object.hasOwn(body, fieldsName)
  return { flags, records: [isNested ? (nested ?? {}) : withoutFlags(body)], isList: false }
}

function listOf(items: readonly Json[], flags: EnrichmentFlags): EnrichmentPost | { refusal: EnrichmentRefusal } {
  if (items.length === 0) return { refusal: invalidPostBody('The list is empty.') }
  if (items.length > mostRecords) return { refusal: invalidPostBody(`A list may have ${mostRecords} records at most.`) }
  return { flags, records: items.map(item => (isJsonObject(item) ? item : null)), isList: true }
}

function withoutFlags(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(flagNames, name)))
}

function readFlags(
  body: JsonObject,
  query: Readonly<Record<string, string | string[] | undefined>>,
): EnrichmentFlags | { refusal: EnrichmentRefusal } {
  const flags: EnrichmentFlags = { ignoreMandatoryFields: false, includeWrap: false, simpleResponse: false }
  for (const [name, field] of Object.entries(flagNames)) {
    const inQuery = readFlag(query[name])
    const inBody = readFlag(Object.hasOwn(body, name) ? body[name] : undefined)
    if (inQuery === 'unreadable' || inBody === 'unreadable')
      return { refusal: invalidPostBody(`${name} must be true or false, and given once.`) }
    if (inQuery !== undefined && inBody !== undefined && inQuery !== inBody)
      return { refusal: invalidPostBody(`${name} is ${inQuery} in the query and ${inBody} in the body.`) }
    flags[field] = inQuery ?? inBody ?? false
  }
  return flags
}

function readFlag(given: Json | undefined): boolean | undefined | 'unreadable' {
  if (given === undefined || given === null) return undefined
  const word = String(given).trim().toLowerCase()
  if (word === 'true') return true
  return word === 'false' ? false : 'unreadable'
}
