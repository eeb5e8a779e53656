import type { RawFormat } from '../domain/enrichment-mapping'
import type { Json } from '../domain/json'
import { parseStrict, type StrictFailure } from '../domain/strict-json'
import { readRawProperties } from './read-raw-properties'
import { readRawXml } from './read-raw-xml'

/** What the text holds, or what was expected; never a piece of the text. */
export type RawData = { value: Json } | { expected: string }

/** Reads what a tool wrote, in time that grows with its length and with nothing else. */
export const readRawData: Readonly<Record<RawFormat, (text: string) => RawData>> = {
  JSON: text => {
    const read = parseStrict(Buffer.from(text))
    return 'value' in read ? read : { expected: refusals[read.failure] }
  },
  XML: readRawXml,
  Properties: readRawProperties,
}

const refusals: Record<StrictFailure, string> = {
  'json-invalid': 'JSON',
  'json-not-utf8': 'JSON in UTF-8 without a byte order mark',
  'json-too-deep': 'JSON of at most 32 levels',
  'json-duplicate-key': 'JSON with each key of an object once',
  'json-forbidden-key': 'JSON without the keys __proto__ and constructor.prototype',
  'json-forbidden-character': 'JSON without \\u0000 and half characters',
  'json-unsafe-number': 'JSON whose whole numbers are below 2^53, larger ones as text',
}
